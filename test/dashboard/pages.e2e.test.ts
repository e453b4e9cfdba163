import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type OpenedScorer, openScorer } from '../../src/apps/platform/open-scorer.js';
import { ADMIN_KEY, type Served, serve } from '../apps/api/serve.js';
import { openBrowser, openSignedIn, openWindow, overflowOf, pressUntil, shoot, shootScreen } from './support/browser.js';
import { buildDashboard } from './support/build-dashboard.js';
import { layCable } from './support/cable.js';
import { createTeller, RULES, transactionHash } from './support/story.js';
import { ATTACK_BLOCK, ATTACKER, CHAINS, DEEP_BLOCK, ETHEREUM, FRIEND, laterBlock, MISSING, townBlocks } from './support/town.js';

let served: Served;
let scoring: OpenedScorer;
let browser: Browser;
/** A bundle as the service makes one. */
function bundleOf(id: string) {
  const block = { chainId: 1, number: 1, hash: `0x${'0'.repeat(64)}` };
  const evidence = { format: 1, alert: { id }, block, transaction: null, rulesVersion: 'rules', score: null };
  return { evidence, signature: { algorithm: 'Ed25519', keyId: 'key', value: 'c2lnbmVk' } };
}

/** The alert that has an evidence bundle. */
let scored: string | null = null;
let teller: ReturnType<typeof createTeller>;

beforeAll(async () => {
  const dashboardDir = await buildDashboard();
  scoring = await openScorer({ modelRuntime: 'wasm' });
  const evidence = { publicKey: 'PEM of the test', bundle: async (id: string) => (id === scored ? JSON.stringify(bundleOf(id)) : null) };
  served = await serve({ evidence, dashboardDir, chains: async () => CHAINS, scoring, rulesVersion: RULES });
  teller = createTeller(served);
  const nowS = Math.floor(Date.now() / 1_000);
  await teller.tell(townBlocks(nowS));
  await teller.gap(ETHEREUM, MISSING.from, MISSING.to, 'no-source', nowS - 1_000);
  await teller.finality(ETHEREUM, ATTACK_BLOCK - 20, ATTACK_BLOCK - 60);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await served?.close();
  scoring?.close();
});

const signedIn = (scheme: 'light' | 'dark', width: number) => openSignedIn(browser, served.api, { scheme, width });

async function attackIncident(): Promise<string> {
  const { json } = await served.request('GET', '/v1/incidents?severity=critical');
  return json.items[0].id;
}

async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.loading') === null);
}

describe('pages, as a person sees them', () => {
  it('are whole in a browser whose language is none', async () => {
    const { page, complaints, context } = await openWindow(browser, { url: served.api.url, scheme: 'light', width: 1280 });
    await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix' }));
    await page.goto(served.api.signInUrl());
    await page.locator('.risk-chart canvas').first().waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  for (const scheme of ['light', 'dark'] as const)
    for (const width of [1280, 380])
      it(`in ${scheme} at ${width} pixels: each page answers its question, without an error or a foreign request`, async () => {
        const { page, complaints, context } = await signedIn(scheme, width);
        const name = (what: string) => `${what}-${scheme}-${width}`;

        await page.getByRole('heading', { level: 1, name: /open incidents on Ethereum, the worst critical/ }).waitFor();
        await page
          .getByRole('link', { name: /Flash loan with a large price move/ })
          .first()
          .waitFor();
        await page.locator('.risk-chart canvas').first().waitFor();
        await settle(page);
        expect(await page.locator('.risk-chart').count()).toBe(2);
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
        await shoot(page, name('overview'));
        await shootScreen(page, name('overview-screen'));

        await page.goto(`/incidents/${await attackIncident()}`);
        await page.getByRole('heading', { level: 1, name: /moved the price in pool/ }).waitFor();
        await page.getByText('below 1.02 in one transaction').first().waitFor();
        await page.locator('.react-flow__node').first().waitFor();
        await settle(page);
        expect(await page.getByText('✕ failed').count()).toBe(2);
        expect(await page.getByText(/npx tocsin verify evidence-0x/).count()).toBe(1);
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
        await shoot(page, name('incident'));

        await page.goto(`/transactions/${transactionHash({ chainId: ETHEREUM, number: ATTACK_BLOCK }, 0)}`);
        await page.getByRole('heading', { level: 1, name: /called execute on/ }).waitFor();
        await page.locator('.react-flow__node').first().waitFor();
        await settle(page);
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
        await shoot(page, name('transaction'));

        await page.goto('/models');
        await page.getByRole('heading', { name: 'Can the score be trusted?' }).waitFor();
        await page.getByText('● scores', { exact: true }).waitFor();
        await page.getByRole('heading', { name: 'Ethereum: budget and drift' }).waitFor();
        await page
          .getByText(/of training|far from training|Too few transactions/)
          .first()
          .waitFor();
        await page.getByText('Attacks among ordinary transactions', { exact: false }).click();
        await page.getByRole('heading', { name: 'Five seeds' }).waitFor();
        await shoot(page, name('models'));
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
        await page.goto('/chains');
        await page.getByText('node-b.example').waitFor();
        await page.locator('.coverage-missing').first().waitFor();
        expect(await page.locator('.coverage-told').first().textContent()).toMatch(/not seen/);
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
        await shoot(page, name('chains'));

        await page.goto('/incidents?severity=high');
        await page.getByText('Unlimited token approval').first().waitFor();
        expect(await page.locator('[data-row]').count()).toBeGreaterThan(3);
        expect(await page.getByText('Flash loan with a large price move').count()).toBe(0);
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
        await shoot(page, name('incidents'));

        await page.goto(`/addresses/${ATTACKER}`);
        await page.getByText('Alerts that name it').waitFor();
        await settle(page);
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
        await shoot(page, name('address'));

        await page.goto('/nowhere');
        await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
        await shoot(page, name('not-found'));
        expect(complaints).toEqual([]);
        await context.close();
      });
});

describe('what a person does', () => {
  it('signs in with a key, and is told when the key is wrong', async () => {
    const { page, context } = await openWindow(browser, { url: served.api.url, scheme: 'light', width: 1280 });
    await page.goto('/');
    await page.getByLabel('API key', { exact: true }).fill('toc_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('That key is not known here').waitFor();
    await shoot(page, 'sign-in-light-1280');
    await page.getByLabel('API key', { exact: true }).fill(ADMIN_KEY);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: /open incidents/ }).waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    expect(await page.title()).toMatch(/^\(\d+\) Overview · Tocsin$/);
    await context.close();
  });

  it('reads the feed in peace: new alerts wait behind a button until it is pressed', async () => {
    const { page, context } = await signedIn('dark', 1280);
    await page.getByText('live', { exact: true }).waitFor();
    const feed = page.getByRole('log');
    await feed.getByRole('link').first().waitFor();
    const first = await feed.locator('.feed-summary').first().textContent();
    await feed.hover();
    await teller.tell([laterBlock(1, Math.floor(Date.now() / 1_000))]);
    const button = page.locator('.feed').getByRole('button', { name: '1 new' });
    await button.waitFor();
    expect(await feed.locator('.feed-summary').first().textContent()).toBe(first);
    await button.click();
    await page.waitForFunction((before) => document.querySelector('.feed-summary')?.textContent !== before, first);
    await context.close();
  });

  it('acknowledges with a key press, sees it at once, and sees it taken back when the service refuses', async () => {
    const { page, context } = await signedIn('light', 1280);
    await page.goto(`/incidents/${await attackIncident()}`);
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).waitFor();
    await page.route('**/acknowledge', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'about:blank', title: 'Busy', status: 503, detail: 'The store is busy.' }),
      }),
    );
    await pressUntil(page, 'a', page.getByText('Acknowledging did not work: The store is busy.'));
    await page.locator('.incident-head .status-open').waitFor();
    await page.unroute('**/acknowledge');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.incident-head .status-acknowledged').waitFor();
    await page.getByText('acknowledged', { exact: true }).waitFor();
    const { json } = await served.request('GET', `/v1/incidents/${await attackIncident()}`);
    expect(json.status).toBe('acknowledged');
    await context.close();
  });

  it('finds a transaction by its hash from the keyboard, and is told what is no hash', async () => {
    const { page, context } = await signedIn('light', 1280);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('0x1234');
    await page.keyboard.press('Enter');
    await page.getByText('That has 4 hex digits').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(transactionHash({ chainId: ETHEREUM, number: ATTACK_BLOCK }, 0));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /called execute on/ }).waitFor();
    await context.close();
  });

  it('moves through incidents with j and k and opens one with Enter', async () => {
    const { page, context } = await signedIn('light', 1280);
    await page.goto('/incidents');
    await page.locator('[data-row]').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const focused = await page.evaluate(() => document.activeElement?.getAttribute('data-row'));
    expect(focused).toBe(await page.locator('[data-row]').nth(1).getAttribute('data-row'));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/incidents/${focused}`);
    await context.close();
  });

  it('sees new blocks on the chart as they come', async () => {
    const { page, context } = await signedIn('dark', 1280);
    await page.getByText('live', { exact: true }).waitFor();
    const chart = page.locator('.risk-chart').first();
    await chart.waitFor();
    const before = await chart.getAttribute('aria-label');
    await teller.tell([laterBlock(3, Math.floor(Date.now() / 1_000))]);
    await page.waitForFunction((old) => document.querySelector('.risk-chart')?.getAttribute('aria-label') !== old, before);
    await chart.hover({ position: { x: 300, y: 90 } });
    await page.locator('.risk-tip').waitFor();
    expect(await page.locator('.risk-tip').textContent()).toMatch(/Block 22,431,\d{3}highest risk/);
    await context.close();
  });

  it('is helped by a question mark, and chooses the colours', async () => {
    const { page, context, complaints } = await signedIn('dark', 1280);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('search for a hash, an address or an incident').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await ground();
    await page.getByRole('button', { name: /Change to light/ }).click();
    expect(await ground()).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: /Colours: light/ }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('comes back to the filters that a link holds', async () => {
    const { page, context } = await signedIn('light', 1280);
    await page.goto('/incidents');
    await page.getByLabel('Severity').selectOption('critical');
    await page.waitForURL('**/incidents?severity=critical');
    await page.locator('[data-row]').first().click();
    await page.getByRole('heading', { level: 1, name: /moved the price/ }).waitFor();
    await page.goBack();
    await page.locator('[data-row]').first().waitFor();
    expect([await page.getByLabel('Severity').inputValue(), await page.locator('[data-row]').count()]).toEqual(['critical', 1]);
    await context.close();
  });

  it('scrolls through two thousand calls of which the page holds a few dozen', async () => {
    const { page, context } = await signedIn('dark', 1280);
    await page.goto(`/transactions/${transactionHash(DEEP_BLOCK, 0)}`);
    await page.getByText('2,000 calls').waitFor();
    const rows = page.getByRole('treeitem');
    expect(await rows.count()).toBeLessThan(120);
    await page.getByRole('tree').evaluate((tree) => tree.scrollTo(0, tree.scrollHeight));
    await page.getByRole('tree').getByText('getReserves').last().waitFor();
    await page.getByRole('button', { name: 'Collapse all' }).click();
    await page.getByRole('button', { name: 'Expand all' }).waitFor();
    expect(await rows.count()).toBeLessThan(60);
    await context.close();
  });

  it('assigns and mutes, and reads both on the page', async () => {
    const { page, context } = await signedIn('light', 1280);
    await page.goto('/incidents?severity=medium');
    await page.locator('[data-row]').first().click();
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByLabel('To whom').fill('ada');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Assigned to ada' }).waitFor();
    await page.getByRole('button', { name: 'Mute' }).click();
    await page.getByRole('menuitem', { name: 'for 24 hours' }).click();
    await page.getByText(/^muted until \d{4}-/).waitFor();
    await page.getByRole('button', { name: 'Unmute' }).click();
    await page.getByText(/^muted until /).waitFor({ state: 'detached' });
    await page.getByText('No longer muted', { exact: true }).waitFor();
    await context.close();
  });

  it('downloads the evidence, and is told where there is none', async () => {
    const { page, context } = await signedIn('light', 1280);
    const { json } = await served.request('GET', `/v1/incidents/${await attackIncident()}`);
    await page.goto(`/incidents/${json.id}`);
    await page.getByRole('button', { name: 'Download evidence' }).click();
    await page.getByText('This alert has no bundle: its transaction was not scored.').waitFor();
    scored = json.alerts[0].id;
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download evidence' }).click()]);
    const line = await page.locator('.verify-line code').textContent();
    const [key] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Public key' }).click()]);
    expect(line).toBe(`npx tocsin verify ${file.suggestedFilename()} --key ${key.suggestedFilename()}`);
    expect(readFileSync(await key.path(), 'utf8')).toBe('PEM of the test');
    await context.close();
  });

  it('is shown that two addresses which look alike are not the same', async () => {
    const { page, context } = await signedIn('light', 1280);
    await page.goto(`/addresses/${FRIEND}`);
    await page.locator('details summary').first().click();
    await page.getByText('≠ look-alike').first().waitFor();
    const digits = await page.locator('.look-alike-digits').allTextContents();
    expect(new Set(digits).size).toBeGreaterThan(1);
    await shoot(page, 'look-alike-light-1280');
    await context.close();
  });

  it('sees that the connection is lost, and misses nothing when it is back', async () => {
    const cable = await layCable(served.api.url);
    const { page, context } = await openWindow(browser, { url: cable.url, scheme: 'light', width: 1280 });
    await page.goto(served.api.signInUrl().replace(served.api.url, cable.url));
    await page.getByText('live', { exact: true }).waitFor();
    await page.getByRole('log').getByRole('link').first().waitFor();
    await page.getByLabel('State', { exact: true }).getByRole('heading').waitFor();
    await cable.pull();
    await page.getByText(/reconnecting, last seen/).waitFor();
    await page.getByText('Tocsin does not answer').waitFor({ timeout: 30_000 });
    await page.getByText(/What you see below is from/).waitFor();
    await shoot(page, 'offline-light-1280');
    await teller.tell([laterBlock(2, Math.floor(Date.now() / 1_000))]);
    await cable.plugIn();
    await page.getByText('live', { exact: true }).waitFor({ timeout: 20_000 });
    await page.getByRole('log').getByText('block 22,431,261').waitFor();
    expect(await page.getByRole('log').getByText('block 22,431,261').count()).toBe(1);
    await page.getByText('Tocsin does not answer').waitFor({ state: 'detached' });
    await context.close();
    await cable.pull();
  }, 90_000);
});
