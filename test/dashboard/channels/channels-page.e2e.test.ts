import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { channelOf } from '../../support/build-channel.js';
import { eventOf } from '../../support/build-event.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';
import { openBrowser, openSignedIn, openWindow, overflowOf, shoot } from '../support/browser.js';
import { buildDashboard } from '../support/build-dashboard.js';
import { type Delivering, serveDelivering } from '../support/delivering.js';

const LONG = `and-a-very-long-path-${'segment-'.repeat(40)}`;
let world: Delivering;
let receiver: WebhookReceiver;
let browser: Browser;

beforeAll(async () => {
  const dashboardDir = await buildDashboard();
  receiver = await startWebhookReceiver();
  world = await serveDelivering({ dashboardDir });
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await world?.close();
  await receiver?.stop();
});

const signedIn = (scheme: 'light' | 'dark', width: number) => openSignedIn(browser, world.served.api, { scheme, width });

const alertOf = (id: string, title: string) =>
  eventOf({ severity: 'critical', payload: { id, revision: 0, incidentId: `inc_${id}`, title, severity: 'critical' } });

async function expectDelivered(page: Page, count: number): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelectorAll('.delivery .delivery-delivered').length === wanted, count);
}

describe('channels, as a person sees them', () => {
  it('says what to do where there is none, makes a webhook, shows its secret once and tests it in place', async () => {
    const { page, context, complaints } = await signedIn('light', 1280);
    await page.getByRole('link', { name: 'Channels' }).click();
    await page.getByText('Nobody is told of anything yet').waitFor();
    await shoot(page, 'channels-empty-light-1280');
    await page.getByRole('button', { name: 'Add a channel' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('on-call');
    await dialog.getByLabel('URL').fill('no url');
    await dialog.getByRole('button', { name: 'Add the channel' }).click();
    await dialog.getByText('expected an http or https URL').waitFor();
    await shoot(page, 'channels-form-light-1280');
    await dialog.getByLabel('URL').fill(`${receiver.url}/${LONG}`);
    await dialog.getByRole('button', { name: 'Add the channel' }).click();
    const secret = await dialog.locator('.shown-once code').textContent();
    expect(secret).toMatch(/^whsec_/);
    await shoot(page, 'channels-secret-light-1280');
    await dialog.getByRole('button', { name: 'I have it' }).click();
    await page.getByRole('heading', { level: 1, name: 'on-call' }).waitFor();

    receiver.answer(() => ({ status: 202, body: '{"thanks":true}' }));
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('The test arrived.').waitFor();
    await page.getByText('"thanks": true').waitFor();
    await page.getByText('"This is a test: the channel works."').waitFor();
    const [got] = receiver.received;
    const headers = Object.fromEntries(Object.entries(got?.headers ?? {}).map(([name, value]) => [name, String(value)]));
    expect(new Webhook(secret ?? '').verify(got?.body ?? '', headers)).toMatchObject({ type: 'canary' });
    receiver.answer(() => ({ status: 500, body: 'out of order' }));
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('The test did not arrive. HTTP 500').waitFor();
    await page.getByText('out of order').waitFor();
    await shoot(page, 'channel-test-light-1280');
    expect(complaints).toEqual([expect.stringContaining('400 (Bad Request)')]);
    await context.close();
  });

  it('follows a dead letter from its refusal to its arrival', async () => {
    const { page, context, complaints } = await signedIn('dark', 1280);
    receiver.answer(() => ({ status: 410, body: 'gone' }));
    await world.tell([alertOf('1', 'Flash loan with a large price move'), alertOf('2', 'Unlimited approval'), alertOf('3', 'Third')]);
    await page.goto('/channels');
    const row = page.locator('[data-row="on-call"]');
    await row.getByText('3 dead').waitFor();
    await row.getByText('Failing').waitFor();
    await page.goto('/channels/on-call?state=dead');
    expect(await page.getByLabel('State').inputValue()).toBe('dead');
    await page.getByText('Flash loan with a large price move').click();
    await page.getByText('Try 1: given up').waitFor();
    await page.getByText('HTTP 410').waitFor();
    await shoot(page, 'channel-dead-dark-1280');

    receiver.answer(() => ({ status: 204 }));
    await page.getByRole('button', { name: 'Replay', exact: true }).first().click();
    await page.getByText('1 dead letter sent again: 1 delivered.').waitFor();
    await page.getByRole('button', { name: 'Replay all 2 dead letters' }).click();
    await page.getByText('2 dead letters sent again: 2 delivered.').waitFor();
    await page.getByText('No delivery is in this state').waitFor();
    await page.getByLabel('State').selectOption('');
    await expectDelivered(page, 3);
    expect(new URL(page.url()).search).toBe('');
    await page.goto('/channels');
    await row.getByText('Works').waitFor();
    await row.getByText('0 dead').waitFor();
    await shoot(page, 'channels-dark-1280');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('lets what is sent meanwhile wait while somebody reads the list', async () => {
    const { page, context } = await signedIn('light', 1280);
    await page.goto('/channels/on-call');
    const first = page.locator('.delivery').first();
    await first.hover();
    const before = await first.textContent();
    const top = (await first.boundingBox())?.y;
    await world.tell([alertOf('meanwhile', 'Meanwhile')]);
    await page.getByRole('button', { name: '1 new' }).waitFor({ timeout: 20_000 });
    expect([await page.getByText('Meanwhile').count(), (await first.boundingBox())?.y]).toEqual([0, top]);
    expect(before).toContain('Third');
    await page.getByRole('button', { name: '1 new' }).click();
    await page.getByText('Meanwhile').waitFor();
    await context.close();
  });

  it('says so when a replay is refused, and puts the row back', async () => {
    const { page, context } = await signedIn('light', 1280);
    receiver.answer(() => ({ status: 410 }));
    await world.tell([alertOf('4', 'Fourth')]);
    await page.goto('/channels?state=dead');
    await page.getByText('Fourth').waitFor();
    await page.route('**/replay', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'about:blank', title: 'Busy', status: 503, detail: 'The store is busy.' }),
      }),
    );
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('It was not sent again: The store is busy.').waitFor();
    await page.locator('.delivery .delivery-dead').waitFor();
    await context.close();
  });

  it('edits, switches off and gives a new secret, each with a word of what follows', async () => {
    const { page, context, complaints } = await signedIn('light', 1280);
    await page.goto('/channels/on-call');
    await page.getByRole('button', { name: 'Edit' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('From which severity').selectOption('high');
    await dialog.getByText('How often, and about what').click();
    await dialog.getByLabel('Digest').selectOption('300');
    await dialog.getByLabel('Addresses').fill('0x12');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/expected an address/).waitFor();
    await dialog.getByLabel('Addresses').fill('');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('a digest every 5 min').waitFor();
    const { json } = await world.served.request('GET', '/v1/channels/on-call');
    expect(json).toMatchObject({ minSeverity: 'high', digest: { everyS: 300 }, target: expect.stringContaining(LONG) });
    await page.getByRole('button', { name: 'Switch off' }).click();
    await page.locator('.channel-off').waitFor();
    await page.getByRole('button', { name: 'New secret' }).click();
    await dialog.getByRole('button', { name: 'Make a new one' }).click();
    expect(await dialog.locator('.shown-once code').textContent()).toMatch(/^whsec_/);
    await dialog.getByRole('button', { name: 'I have it' }).click();
    await page.getByText(/the old one is valid until/).waitFor();
    expect(complaints).toEqual([expect.stringContaining('400 (Bad Request)')]);
    await context.close();
  });

  it('stores a secret for a kind that needs one, removes it when asked twice, and names what a reader’s key may not do', async () => {
    const { page, context, complaints } = await signedIn('light', 1280);
    await page.goto('/channels');
    await page.getByRole('button', { name: 'Add a channel' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Kind').selectOption('pagerduty');
    await dialog.getByLabel('Name').fill('pager');
    await dialog.getByLabel('Routing key').fill('routing-key-of-a-test');
    await dialog.getByRole('button', { name: 'Add the channel' }).click();
    await page.getByRole('heading', { level: 1, name: 'pager' }).waitFor();
    await page.getByText('stored as pager-pagerduty').waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByText(/becomes a dead letter/).waitFor();
    await dialog.getByRole('button', { name: 'Leave it' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove' }).click();
    await dialog.getByRole('button', { name: 'Remove the channel' }).click();
    await page.getByRole('heading', { level: 1, name: 'Channels' }).waitFor();
    await page.locator('[data-row="pager"]').waitFor({ state: 'detached' });
    expect((await world.served.request('GET', '/v1/channels/pager')).status).toBe(404);
    expect(complaints).toEqual([]);
    await context.close();

    const { key } = (await world.served.request('POST', '/v1/keys', { body: { name: 'reader', scopes: ['read'] } })).json;
    const reader = await openWindow(browser, { url: world.served.api.url, scheme: 'light', width: 1280 });
    await reader.page.goto('/channels');
    await reader.page.getByLabel('API key', { exact: true }).fill(key);
    await reader.page.getByRole('button', { name: 'Sign in' }).click();
    await reader.page.getByText(/Adding or changing channels needs the scope write\..*“reader”, which has read/).waitFor();
    expect(await reader.page.getByRole('button', { name: 'Add a channel' }).count()).toBe(0);
    await reader.context.close();
  });

  it('fits a small window', async () => {
    const { page, context } = await signedIn('light', 920);
    for (const place of ['/channels', '/channels/on-call']) {
      await page.goto(place);
      await page.locator('.delivery').first().waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    }
    const link = page.getByRole('link', { name: 'Overview', exact: true });
    expect((await link.boundingBox())?.height).toBeLessThan(40);
    await shoot(page, 'channel-light-920');
    await context.close();
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`fits a phone in ${scheme}, with long targets and bodies`, async () => {
      const { page, context, complaints } = await signedIn(scheme, 380);
      await page.goto('/channels');
      await page.locator('[data-row="on-call"]').waitFor();
      await page.locator('.delivery').first().waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await shoot(page, `channels-${scheme}-380`);
      await page.goto('/channels/on-call');
      await page.locator('.delivery-summary').first().click();
      await page.locator('.exchange').first().waitFor();
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      await shoot(page, `channel-${scheme}-380`);
      expect(complaints).toEqual([]);
      await context.close();
    });

  it('makes a policy for when nobody answers, is told at its field what is wrong, changes and removes it', async () => {
    const { page, context, complaints } = await signedIn('light', 1280);
    await page.goto('/channels');
    await page.getByText('stays with the channels that heard of it').waitFor();
    await page.getByRole('button', { name: 'Add a policy' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Nobody on call answers');
    await dialog.getByRole('button', { name: 'Add the policy' }).click();
    await dialog.getByText('name the channels that are told').waitFor();
    await dialog.getByRole('checkbox', { name: 'on-call' }).check();
    await dialog.getByRole('button', { name: 'One more step' }).click();
    const second = dialog.locator('.escalation-step').nth(1);
    await second.getByLabel('Minutes since').fill('10');
    await second.getByRole('checkbox', { name: 'on-call' }).check();
    await dialog.getByRole('button', { name: 'Add the policy' }).click();
    await dialog.getByText('must be later than the step before (15 min)').waitFor();
    await shoot(page, 'escalation-form-light-1280');
    await second.getByLabel('Minutes since').fill('90');
    await dialog.getByRole('button', { name: 'Add the policy' }).click();
    const row = page.locator('.escalation');
    await row.getByText('after 1 h 30 min: on-call').waitFor();
    expect((await world.served.request('GET', '/v1/escalations/nobody-on-call-answers')).json).toMatchObject({
      minSeverity: 'high',
      detectors: null,
      monitors: null,
      steps: [
        { afterMinutes: 15, channels: ['on-call'] },
        { afterMinutes: 90, channels: ['on-call'] },
      ],
    });

    await page.getByRole('button', { name: 'Change Nobody on call answers' }).click();
    await dialog.getByLabel('About').selectOption('some');
    await dialog.getByLabel('Detectors').fill('reentrancy-state-changing');
    await dialog.getByRole('button', { name: 'Remove step 2' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row.getByText('High and worse, of 1 detector').waitFor();
    await page.getByText('after 1 h 30 min').waitFor({ state: 'detached' });
    await shoot(page, 'escalation-light-1280');
    await page.setViewportSize({ width: 380, height: 780 });
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await shoot(page, 'escalation-light-380');
    await page.getByRole('button', { name: 'Remove Nobody on call answers' }).click();
    await dialog.getByText('are escalated by it no further').waitFor();
    await dialog.getByRole('button', { name: 'Remove the policy' }).click();
    await row.waitFor({ state: 'detached' });
    expect((await world.served.request('GET', '/v1/escalations')).json.items).toEqual([]);
    expect(complaints.filter((complaint) => !complaint.includes('400'))).toEqual([]);
    await context.close();
  });

  it('shows what a response does, who armed it, and disarms it with one click', async () => {
    const { control } = world.served;
    const action = { kind: 'webhook', url: 'https://guardian.example.com/pause' } as const;
    const response = { monitors: ['treasury-outflow'], action, dryRun: false, maxPerDay: 1, minRisk: null };
    const monitor = { organisationId: 'default', id: 'treasury-outflow', body: { title: 'Outflow' }, atMs: Date.now(), by: 'test' };
    await control.monitors.append(monitor, null);
    await control.channels.put(channelOf({ id: 'guard', kind: 'response', target: action.url, response }));
    const keys = [];
    for (const name of ['ada', 'bob']) {
      const person = { name, email: `${name}@example.com`, role: 'admin' };
      const member = (await world.served.request('POST', '/v1/organisations/default/members', { body: person })).json;
      const body = { name, scopes: ['read', 'write', 'admin'], memberId: member.id };
      keys.push((await world.served.request('POST', '/v1/keys', { body })).json.key);
    }
    const { page, context } = await signedIn('light', 1280);
    await page.goto('/channels/guard');
    await page.getByText('It does nothing until two members arm it.').waitFor();
    await page.getByText('It has not answered anything yet.').waitFor();
    await page.getByRole('button', { name: 'Propose to arm it' }).click();
    await page.getByText(/this key is nobody’s/).waitFor();
    for (const key of keys) expect((await world.served.request('POST', '/v1/channels/guard/arm', { key })).status).toBe(200);
    await page.getByText('by two members; any change of what it does disarms it.').waitFor();
    await shoot(page, 'channel-response-light-1280');
    await page.getByRole('button', { name: 'Disarm' }).click();
    await page.getByText('It does nothing until two members arm it.').waitFor();
    expect(await control.responses.arming('default', 'guard')).toBeNull();
    await page.setViewportSize({ width: 380, height: 780 });
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    await shoot(page, 'channel-response-light-380');
    await context.close();
  });
});
