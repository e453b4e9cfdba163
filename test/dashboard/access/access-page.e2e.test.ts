import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Served, serve } from '../../apps/api/serve.js';
import { openBrowser, openSignedIn, openWindow, overflowOf, type Seen, shoot } from '../support/browser.js';
import { buildDashboard } from '../support/build-dashboard.js';

let served: Served;
let browser: Browser;

beforeAll(async () => {
  const dashboardDir = await buildDashboard();
  served = await serve({ dashboardDir });
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const signedIn = (scheme: 'light' | 'dark', width: number) => openSignedIn(browser, served.api, { scheme, width });

async function signedInWith(key: string): Promise<Seen> {
  const seen = await openWindow(browser, { url: served.api.url, scheme: 'light', width: 1280 });
  await seen.page.goto('/');
  await seen.page.getByLabel('API key', { exact: true }).fill(key);
  await seen.page.getByRole('button', { name: 'Sign in' }).click();
  await seen.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return seen;
}

async function makeKey(page: Page, name: string, scopes: readonly string[]): Promise<string> {
  await page.getByRole('button', { name: 'Make a key' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  for (const scope of scopes) await dialog.getByRole('checkbox', { name: new RegExp(`^${scope} `) }).check();
  await dialog.getByLabel('It ends').selectOption('90');
  await dialog.getByRole('button', { name: 'Make the key' }).click();
  const key = await dialog.locator('.shown-once code').textContent();
  await shoot(page, 'access-key-light-1280');
  await dialog.getByRole('button', { name: 'I have it' }).click();
  await dialog.waitFor({ state: 'detached' });
  return key ?? '';
}

describe('access, as a person sees it', () => {
  it('makes a key that is shown once and works, revokes it when asked twice, and has both in the audit log', async () => {
    const { page, context, complaints } = await signedIn('light', 1280);
    await page.getByRole('link', { name: 'Access' }).click();
    const key = await makeKey(page, 'dashboard of the office', ['write']);
    expect(key).toMatch(/^toc_/);
    const asKey = async () => (await served.request('GET', '/v1/session', { key })).status;
    expect(await asKey()).toBe(200);
    const row = page.locator('.key-row').filter({ hasText: 'dashboard of the office' });
    expect(await row.locator('.chip').allTextContents()).toEqual(['read', 'write']);
    await row.getByText(/^ends \d{4}-/).waitFor();
    await shoot(page, 'access-keys-light-1280');
    expect(await page.content()).not.toContain(key);

    await page.getByRole('button', { name: 'Revoke dashboard of the office' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('It opens nothing any more').waitFor();
    expect(await asKey()).toBe(200);
    await dialog.getByRole('button', { name: 'Revoke the key' }).click();
    await page.getByText('1 revoked or expired key').click();
    await row.getByText(/revoked/).waitFor();
    expect(await asKey()).toBe(401);

    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByLabel('What').selectOption('key.');
    await page.waitForURL('**/access/audit?action=key.');
    const entries = page.locator('.audit');
    await entries.getByText('revoke key').waitFor();
    expect(await entries.count()).toBe(2);
    await entries.getByText('create key').click();
    const opened = page.locator('.audit[open]');
    await opened.getByText('127.0.0.1').waitFor();
    await opened.getByText('dashboard of the office').first().waitFor();
    await shoot(page, 'access-audit-light-1280');
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('adds a member, is told of a taken address at its field, gives them a key, changes their role and removes them', async () => {
    const { page, context } = await signedIn('dark', 1280);
    await page.goto('/access/members');
    await page.getByText('Nobody is a member yet').waitFor();
    const dialog = page.getByRole('dialog');
    const add = async (name: string) => {
      await page.getByRole('button', { name: 'Add a member' }).click();
      await dialog.getByLabel('Name').fill(name);
      await dialog.getByLabel('E-mail').fill('ada@example.com');
      await dialog.getByRole('button', { name: 'Add the member' }).click();
    };
    await add('Ada');
    await page.getByText('Ada is a member, and has no key yet.').waitFor();
    await add('Another');
    await dialog.getByText('is taken').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'Make a key for Ada' }).click();
    await dialog.getByLabel('Name').fill('Ada’s laptop');
    expect(await dialog.getByRole('checkbox').count()).toBe(3);
    await dialog.getByRole('checkbox', { name: /^write / }).check();
    await dialog.getByRole('button', { name: 'Make the key' }).click();
    await dialog.getByRole('button', { name: 'I have it' }).click();
    const row = page.locator('.key-row').filter({ hasText: 'Ada’s laptop' });
    await row.getByText('of Ada').waitFor();

    await page.goto('/access/members');
    await page.getByRole('button', { name: 'Change Ada' }).click();
    await dialog.getByLabel('Role').selectOption('viewer');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.locator('.member-row').getByText('viewer').waitFor();
    await shoot(page, 'access-members-dark-1280');
    await page.goto('/access/keys');
    await row.locator('.scope-lost').getByText('write').waitFor();
    await page.goto('/access/members');
    await page.getByRole('button', { name: 'Remove Ada' }).click();
    await dialog.getByRole('button', { name: 'Remove the member' }).click();
    await page.getByText('Nobody is a member yet').waitFor();
    await context.close();
  });

  it('goes through the log page by page, and comes back to the filters of a link', async () => {
    const { page, context, complaints } = await signedIn('light', 1280);
    for (let at = 0; at < 55; at += 1)
      await served.request('POST', '/v1/protocols', { body: { id: `p-${at}`, title: 'P', addresses: [`0x${'1'.repeat(40)}`] } });
    await page.goto('/access/audit?action=protocol.');
    await page.locator('.audit').first().waitFor();
    expect(await page.getByLabel('What').inputValue()).toBe('protocol.');
    expect(await page.locator('.audit').count()).toBe(50);
    await page.getByRole('button', { name: 'Load older' }).click();
    await page.waitForFunction(() => document.querySelectorAll('.audit').length === 55);
    await page.getByLabel('Outcome').selectOption('refused');
    await page.getByText('Nothing matches').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('says to a reader what their key may not do, and asks nothing that would be refused', async () => {
    const made = await served.request('POST', '/v1/keys', { body: { name: 'reader', scopes: ['read'] } });
    const { page, context, complaints } = await signedInWith(made.json.key);
    await page.getByRole('link', { name: 'Access' }).click();
    await page.getByText(/Seeing and making keys needs the scope admin\..*“reader”, which has read/).waitFor();
    await page.getByRole('link', { name: 'Members' }).click();
    await page.getByText('Adding and changing members needs the scope admin').waitFor();
    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByText('Reading the audit log needs the scope admin').waitFor();
    await shoot(page, 'access-reader-light-1280');
    // The page asks once, before it knows who is there.
    expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
    await context.close();
  });

  it('signs out whoever revokes the key they came with, after saying so', async () => {
    const made = await served.request('POST', '/v1/keys', { body: { name: 'own', scopes: ['read', 'admin'] } });
    const { page, context } = await signedInWith(made.json.key);
    await page.goto('/access/keys');
    await page.getByRole('button', { name: 'Revoke own' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('you will be signed out').waitFor();
    await dialog.getByRole('button', { name: 'Revoke the key' }).click();
    await page.getByLabel('API key', { exact: true }).waitFor();
    await context.close();
  });

  for (const scheme of ['light', 'dark'] as const)
    it(`fits a phone in ${scheme}`, async () => {
      const { page, context, complaints } = await signedIn(scheme, 380);
      await served.request('POST', '/v1/keys', {
        body: { name: `a name that is long ${'and-longer'.repeat(6)}`, scopes: ['read', 'write', 'check', 'admin'] },
      });
      for (const section of ['keys', 'members', 'audit']) {
        await page.goto(`/access/${section}`);
        await page.waitForFunction(() => document.querySelector('.loading') === null);
        await page.getByRole('heading', { level: 1, name: 'Access' }).waitFor();
        await shoot(page, `access-${section}-${scheme}-380`);
        expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      }
      expect(complaints).toEqual([]);
      await context.close();
    });
});
