import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';
import { openBrowser, openSignedIn, overflowOf, pressUntil, shoot, shootScreen } from '../support/browser.js';
import { buildDashboard } from '../support/build-dashboard.js';
import { type Delivering, serveDelivering } from '../support/delivering.js';
import { createTeller, RULES } from '../support/story.js';
import { CHAINS, townBlocks } from '../support/town.js';

let world: Delivering;
let receiver: WebhookReceiver;
let browser: Browser;

beforeAll(async () => {
  const dashboardDir = await buildDashboard();
  receiver = await startWebhookReceiver();
  world = await serveDelivering({ dashboardDir, chains: async () => CHAINS, rulesVersion: RULES });
  await createTeller(world.served).tell(townBlocks(Math.floor(Date.now() / 1_000)));
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
  await receiver?.stop();
});

const signedIn = (scheme: 'light' | 'dark', width: number) => openSignedIn(browser, world.served.api, { scheme, width });

async function incidentOf(severity: string, at = 0): Promise<string> {
  return (await world.served.request('GET', `/v1/incidents?severity=${severity}`)).json.items[at].id;
}

async function statusOf(id: string): Promise<string> {
  return (await world.served.request('GET', `/v1/incidents/${id}`)).json.status;
}

const head = (page: Page, status: string) => page.locator(`.incident-head .status-${status}`);

describe('a decision on an incident', () => {
  it('shows before the service has answered, and is taken back with a key', async () => {
    const { page, context, complaints } = await signedIn('light', 1280);
    const id = await incidentOf('critical');
    await page.goto(`/incidents/${id}`);
    await head(page, 'open').waitFor();
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/acknowledge', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await head(page, 'acknowledged').waitFor();
    expect(await statusOf(id)).toBe('open');
    answer();
    const notice = page.locator('.undo-notice');
    await notice.getByText('Acknowledged.').waitFor();
    await shootScreen(page, 'incident-undo-light-1280');
    expect(await statusOf(id)).toBe('acknowledged');
    await pressUntil(page, 'u', notice.getByText('Taken back.'));
    await head(page, 'open').waitFor();
    expect(await statusOf(id)).toBe('open');
    await page.getByText('Took the last decision back').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('that somebody else changed meanwhile is not taken back, and the page says what is true now', async () => {
    const { page, context } = await signedIn('dark', 1280);
    const id = await incidentOf('high');
    await page.goto(`/incidents/${id}`);
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    const notice = page.locator('.undo-notice');
    await notice.getByText('Acknowledged.').waitFor();
    await world.served.request('POST', `/v1/incidents/${id}/resolve`, { body: { note: 'paid back' } });
    await notice.getByRole('button', { name: 'Undo' }).click();
    await notice.getByText(/Something else changed it since/).waitFor();
    await notice.getByText(/Now it is resolved; the last word was .*paid back/).waitFor();
    await head(page, 'resolved').waitFor();
    await shootScreen(page, 'incident-conflict-dark-1280');
    await notice.getByRole('button', { name: 'Close the notice' }).click();
    await notice.waitFor({ state: 'detached' });
    await context.close();
  });

  it('reaches what is like it only with a reason, and the suppression goes with the undo', async () => {
    const { page, context, complaints } = await signedIn('light', 1280);
    const id = await incidentOf('high', 1);
    await page.goto(`/incidents/${id}`);
    await page.getByRole('button', { name: 'False positive' }).click();
    await page.getByRole('menuitem', { name: 'and suppress what is like it…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Close and suppress' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Why').fill('our own test wallet');
    await dialog.getByLabel('For how long').selectOption('');
    await shootScreen(page, 'incident-suppress-light-1280');
    await dialog.getByRole('button', { name: 'Close and suppress' }).click();
    await head(page, 'false_positive').waitFor();
    const kept = async () => (await world.served.request('GET', '/v1/suppressions')).json.items;
    await page
      .locator('.undo-notice')
      .getByText(/suppressed what is like it/)
      .waitFor();
    expect(await kept()).toEqual([
      expect.objectContaining({
        kind: 'false_positive',
        scope: 'detector_at_address',
        until: null,
        reason: 'our own test wallet',
        incidentId: id,
      }),
    ]);
    await page.locator('.undo-notice').getByRole('button', { name: 'Undo' }).click();
    await page.locator('.undo-notice').getByText('Taken back.').waitFor();
    await head(page, 'open').waitFor();
    expect(await kept()).toEqual([]);

    await page.getByRole('button', { name: 'Mute' }).click();
    await page.getByRole('menuitem', { name: 'wider, or with a reason…' }).click();
    await dialog.getByLabel('How far').selectOption('address');
    await dialog.getByLabel('Why').fill('being moved');
    await dialog.getByRole('button', { name: 'Mute it' }).click();
    await page.getByText(/^muted until \d{4}-/).waitFor();
    await page
      .locator('.undo-notice')
      .getByText(/Muted until/)
      .waitFor();
    expect(await kept()).toEqual([expect.objectContaining({ kind: 'mute', scope: 'address', reason: 'being moved' })]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('is made from a list, seen there at once, and taken back from there', async () => {
    const { page, context } = await signedIn('light', 1280);
    await page.goto('/incidents?status=open');
    const row = page.locator('[data-row]').first();
    await row.waitFor();
    const id = (await row.getAttribute('data-row')) ?? '';
    await row.focus();
    await page.keyboard.press('a');
    await page.locator('.undo-notice').getByText('Acknowledged.').waitFor();
    expect(await statusOf(id)).toBe('acknowledged');
    await page.keyboard.press('u');
    await page.locator('.undo-notice').getByText('Taken back.').waitFor();
    expect(await statusOf(id)).toBe('open');
    await context.close();
  });

  it('is told to channels, and the incident says who heard of it', async () => {
    const { page, context, complaints } = await signedIn('dark', 380);
    await world.served.request('POST', '/v1/channels', { body: { id: 'team', kind: 'webhook', target: receiver.url } });
    const id = await incidentOf('critical');
    await page.goto(`/incidents/${id}`);
    await page.getByText('Nobody was told of it').waitFor();
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    const told = page.locator('.delivery');
    await told.getByText('Incident acknowledged').waitFor({ timeout: 20_000 });
    await told.locator('.delivery-delivered').waitFor();
    expect(receiver.received.map(({ body }) => JSON.parse(body).data.id)).toContain(id);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await shoot(page, 'incident-told-dark-380');
    expect(complaints).toEqual([]);
    await context.close();
  });
});
