import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';
import { ADMIN_KEY } from '../apps/api/serve.js';
import { waitUntil } from '../support/wait-until.js';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.js';
import { openWatchedNode, PAYMENTS, type WatchedNode } from './monitors/watched-node.js';
import { openBrowser, openWindow, type Seen, shoot } from './support/browser.js';
import { buildDashboard } from './support/build-dashboard.js';

const TITLE = 'Somebody pays more than two';
const typed = z.object({ type: z.string() });

/** One person, from a question to an answered alert: nothing but the pages, over a node that lives and a receiver that is not always well. */
describe('to watch and to answer', () => {
  let browser: Browser;
  let node: WatchedNode;
  let receiver: WebhookReceiver;
  let seen: Seen;
  let page: Page;

  beforeAll(async () => {
    const dashboardDir = await buildDashboard();
    browser = await openBrowser();
    receiver = await startWebhookReceiver();
    node = await openWatchedNode(dashboardDir, { config: { host: '127.0.0.1', port: 0, apiKey: ADMIN_KEY, allowPrivateTargets: true } });
    seen = await openWindow(browser, { url: node.served.api.url, scheme: 'light', width: 1280 });
    page = seen.page;
    await page.goto(node.served.api.signInUrl());
  }, 120_000);
  afterAll(async () => {
    await seen?.context.close();
    await node?.close();
    await receiver?.stop();
    await browser?.close();
  });

  const received = () => receiver.received.map(({ body }) => typed.parse(JSON.parse(body)).type);

  it('says where to be told', async () => {
    await page.getByRole('link', { name: 'Channels', exact: true }).click();
    await page.getByRole('button', { name: 'Add a channel' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('on-call');
    await dialog.getByLabel('URL').fill(`${receiver.url}/on-call`);
    await dialog.getByRole('button', { name: 'Add the channel' }).click();
    await dialog.getByRole('button', { name: 'I have it' }).click();
    await page.getByRole('heading', { level: 1, name: 'on-call' }).waitFor();
  });

  it('asks a question, tries it on the past, and keeps it', async () => {
    await page.getByRole('link', { name: 'Monitors', exact: true }).click();
    await page.getByRole('link', { name: 'Write a monitor' }).first().click();
    await page.getByLabel('Title').fill(TITLE);
    await page.getByLabel('on-call · webhook').check();
    await page.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('tx.value > amount("2", 18)');
    await page.keyboard.press('Escape');
    await page.getByText('✓ Yes').waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.backtest-head').waitFor();
    expect(await page.locator('.backtest-head').textContent()).toContain(`${PAYMENTS - 2} alerts in`);
    await page.getByRole('button', { name: 'Save monitor' }).click();
    await page.getByText('Version 1 is saved').waitFor();
    expect(received()).toEqual([]); // Neither trying nor saving tells anybody.
  });

  it('sees it fire, takes it on, and the receiver that was not well is told after all', async () => {
    receiver.answer(() => ({ status: 410, body: 'moved' }));
    await node.pay(9);
    await waitUntil('the receiver refused it', () => received().includes('incident.opened'));
    await page.getByRole('link', { name: 'Incidents', exact: true }).click();
    await page
      .getByRole('link', { name: new RegExp(TITLE) })
      .first()
      .click();
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await page.locator('.undo-notice').getByText('Acknowledged.').waitFor();
    await shoot(page, 'watch-acknowledged');
    await waitUntil('the receiver refused that too', () => received().includes('incident.acknowledged'));

    await page.getByRole('link', { name: 'Channels', exact: true }).click();
    await page.locator('[data-row="on-call"]').getByText('Failing').waitFor();
    await page.goto('/channels/on-call?state=dead');
    const dead = new Set(received()).size;
    receiver.answer(() => ({ status: 204 }));
    receiver.forget();
    await page.getByRole('button', { name: `Replay all ${dead} dead letters` }).click();
    await page.getByText(`${dead} dead letters sent again: ${dead} delivered.`).waitFor();
    expect(received()).toEqual(['alert.created', 'incident.opened', 'incident.acknowledged']);
    await shoot(page, 'watch-replayed');
    expect(seen.complaints).toEqual([]);
  });
});
