import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Served } from '../../apps/api/serve.js';
import { openServedTown, type ServedTown } from '../../support/checked-town.js';
import { openBrowser, openWindow, overflowOf, shoot } from '../support/browser.js';
import { buildDashboard } from '../support/build-dashboard.js';

let opened: ServedTown;
let served: Served;
let browser: Browser;

beforeAll(async () => {
  const dashboardDir = await buildDashboard();
  opened = await openServedTown({ dashboardDir });
  ({ served } = opened);
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await opened.close();
});

describe('the page that answers “should I sign this?”', () => {
  it('asks nothing before it knows for which chain', async () => {
    const { page, complaints, context } = await openWindow(browser, { url: served.api.url, scheme: 'light', width: 1280 });
    await page.goto(served.api.signInUrl());
    let answerNow = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      answerNow = resolve;
    });
    await page.route('**/v1/chains', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/check');
    const submit = page.getByRole('button', { name: 'Check', exact: true });
    const [user, neighbour] = opened.town.plan.users;
    await page.getByLabel('Account that signs').fill(user.address);
    await page.getByLabel('What you were asked to sign').fill(JSON.stringify({ to: neighbour?.address, value: '1000' }));
    await page.getByText('Asking which chains are followed…').waitFor();
    expect(await submit.isDisabled()).toBe(true);
    await page.getByLabel('What you were asked to sign').fill(opened.town.plan.residents.exploiter.address);
    expect(await page.getByRole('button', { name: 'Screen it' }).isDisabled()).toBe(true);
    answerNow();
    await page.getByRole('button', { name: 'Screen it' }).click();
    await page.getByRole('heading', { name: 'Stay away' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);

  for (const [scheme, width] of [
    ['light', 1280],
    ['dark', 380],
  ] as const)
    it(`in ${scheme} at ${width} pixels: says no with its reasons, yes with what would happen, and never yes unasked`, async () => {
      const { page, complaints, context } = await openWindow(browser, { url: served.api.url, scheme, width });
      await page.goto(served.api.signInUrl());
      await page.goto('/check');
      const [user, neighbour] = opened.town.plan.users;
      const submit = page.getByRole('button', { name: 'Check', exact: true });
      const paste = (what: unknown) =>
        page.getByLabel('What you were asked to sign').fill(typeof what === 'string' ? what : JSON.stringify(what, null, 2));
      await page.getByText('Paste what you were asked to sign.').waitFor();
      expect(await submit.isDisabled()).toBe(true);
      await paste({ to: neighbour?.address, value: '1000000000000000' });
      await page.getByText(/Say who signs/).waitFor();
      await page.getByLabel('Account that signs').fill(user.address);
      await page.getByText(/Reads as a transaction/).waitFor();
      await submit.click();
      await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
      await page.getByText('lose').first().waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await shoot(page, `check-benign-${scheme}-${width}`);

      await paste({
        domain: { name: 'USD', chainId: opened.devnet.chainId, verifyingContract: opened.town.plan.contracts.usd },
        primaryType: 'Permit',
        message: {
          owner: user.address,
          spender: opened.town.plan.residents.drainer.address,
          value: String(2n ** 256n - 1n),
          nonce: 0,
          deadline: 1,
        },
      });
      await page.getByText(/Reads as typed data/).waitFor();
      await submit.click();
      await page.getByRole('heading', { name: 'Do not sign' }).waitFor();
      await page.getByText(/an account without code/).waitFor();
      await page
        .getByText(/^may take/)
        .first()
        .waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await shoot(page, `check-malicious-${scheme}-${width}`);

      await paste({ domain: {}, primaryType: 'Lease', message: { owner: user.address } });
      await submit.click();
      await page.getByRole('heading', { name: 'Not checked' }).waitFor();
      await page
        .getByText(/What a signature of Lease allows/)
        .first()
        .waitFor();
      await shoot(page, `check-unknown-${scheme}-${width}`);

      const { usd, router } = opened.town.plan.contracts;
      const approve = (spender: string) => `0x095ea7b3${spender.slice(2).padStart(64, '0')}${'f'.repeat(64)}`;
      // What is said to be safe in one window stays so in the other.
      const { drainer: first, phisher } = opened.town.plan.residents;
      const drainer = (width > 500 ? first : phisher).address;
      await paste({
        from: user.address,
        calls: [
          { to: usd, data: approve(router) },
          { to: usd, data: approve(drainer) },
        ],
      });
      await page.getByText('Reads as a batch of 2 calls').waitFor();
      await submit.click();
      await page.getByRole('heading', { name: 'The calls, one after the other' }).waitFor();
      await page.getByText('✓ Nothing found').first().waitFor();
      await page.getByText('✕ Do not sign').first().waitFor();
      await page.getByText('2 arguments').first().click();
      await page.getByText('spender').first().waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await shoot(page, `check-batch-${scheme}-${width}`);
      await page.getByRole('button', { name: 'Check again' }).click();
      await page.getByText(/Holds until/).waitFor();
      if (width > 500) {
        await page.getByRole('button', { name: 'This is wrong' }).click();
        await page.getByLabel('Why is it safe?').fill('A town of our own');
        await page.getByRole('button', { name: 'It is safe' }).click();
        await page.getByText(/Your organisation’s next checks hear it/).waitFor();
      }

      await paste(opened.town.plan.residents.exploiter.address);
      await page.getByRole('link', { name: 'what is known of it' }).waitFor();
      expect(await submit.isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Screen it' }).click();
      await page.getByRole('heading', { name: 'Stay away' }).waitFor();
      await page.getByText('How it behaves').waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await shoot(page, `check-address-${scheme}-${width}`);
      expect(complaints).toEqual([]);
      await context.close();
    }, 60_000);
});
