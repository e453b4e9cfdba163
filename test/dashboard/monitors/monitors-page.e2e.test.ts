import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { waitUntil } from '../../support/wait-until.js';
import { openBrowser, openWindow, overflowOf, type Seen, shoot, shootScreen } from '../support/browser.js';
import { buildDashboard } from '../support/build-dashboard.js';
import { CHAIN, CONTRACT, openWatchedNode, PAYMENTS, type WatchedNode } from './watched-node.js';

let dashboardDir: string;
let browser: Browser;
beforeAll(async () => {
  dashboardDir = await buildDashboard();
  browser = await openBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
});

/** Beside the one that is written on the page: what the list says of those that do not work. */
const OTHERS = [
  { id: 'sixth-call', title: 'The sixth call of a payment failed', when: '!tx.calls[5].succeeded', severity: 'low' },
  { id: 'elsewhere', title: 'A payment on another chain', when: 'tx.value > 0', severity: 'critical', chains: [10] },
  {
    id: 'quiet',
    title: 'A contract is made by an account that never made one before, with money in it',
    when: 'tx.creates && tx.value > 0',
    muted: true,
  },
];
const CHANNEL = { id: 'ops', kind: 'webhook', target: 'https://hooks.example/ops' };

/** Types over all that the condition said. */
async function writeCondition(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Escape'); // Closes what is offered.
}

/** The numbers beside "alerts" in the head of a backtest that has ended. */
async function backtested(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const head = page.locator('.backtest-head');
  await head.waitFor();
  return (await head.textContent()) ?? '';
}

for (const [scheme, width] of [
  ['light', 1280],
  ['dark', 380],
] as const)
  describe(`monitors in ${scheme} at ${width} pixels`, () => {
    let node: WatchedNode;
    let seen: Seen;
    let page: Page;
    const name = (what: string) => `monitors-${what}-${scheme}-${width}`;
    const fits = async () => expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    beforeAll(async () => {
      node = await openWatchedNode(dashboardDir);
      expect((await node.served.request('POST', '/v1/channels', { body: CHANNEL })).status).toBe(201);
      seen = await openWindow(browser, { url: node.served.api.url, scheme, width });
      page = seen.page;
      await page.goto(node.served.api.signInUrl());
    }, 60_000);
    afterAll(async () => {
      await seen?.context.close();
      await node?.close();
    });

    it('begin with an empty list that says what to do', async () => {
      await page.getByRole('link', { name: 'Monitors', exact: true }).click();
      await page.getByText('No monitor of your own yet').waitFor();
      await page.getByRole('link', { name: 'An owner or an implementation changes' }).waitFor();
      await fits();
      await shootScreen(page, name('empty'));
    });

    it('are checked while they are written: a wrong word is underlined, with its line and its remedy', async () => {
      await page.getByRole('link', { name: 'Write a monitor' }).first().click();
      await page.getByText(/Still to be filled in: .*title/).waitFor();
      await page.getByLabel('Title').fill('A large payment');
      expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('a-large-payment');
      await writeCondition(page, 'tx.succeeded &&\ntx.valeu > amount("2", 18)');
      await page
        .locator('.cm-lintRange-error')
        .getByText(/^\.?valeu$/)
        .waitFor();
      await page.getByRole('button', { name: /Condition, line 2.*No such key: valeu.*Did you mean "value"/ }).waitFor();
      await fits();
      await shoot(page, name('wrong'));
      await shootScreen(page, name('wrong-screen'));
    });

    it('offer the words that may stand there, in their place and in quotes', async () => {
      await page.locator('.cm-content').click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('tx.succeeded && tx.calls.exists(c, c.kind == "del');
      await page.getByRole('option', { name: 'delegatecall' }).click();
      await page.waitForFunction(() => document.querySelector('.cm-content')?.textContent?.endsWith('c.kind == "delegatecall")'));
      await writeCondition(page, 'tx.v');
      await page.keyboard.press('Control+Space');
      await page.getByRole('option', { name: /^value/ }).waitFor();
      await shootScreen(page, name('offers'));
      await page.keyboard.press('Escape');
    });

    it('are tried on past blocks, saved, and stand in the list', async () => {
      await writeCondition(page, 'tx.value > amount("2", 18)');
      await page.getByText('✓ Yes').waitFor();
      expect(await backtested(page)).toBe(`${PAYMENTS - 2} alerts in ${PAYMENTS + 1} blocks and ${PAYMENTS} transactions`);
      await page.getByText('Windows, baselines and history begin empty at block 0').waitFor();
      await fits();
      await page.getByRole('button', { name: 'Save monitor' }).click();
      await page.waitForURL('**/monitors/a-large-payment');
      await page.getByText('Version 1 is saved').waitFor();
      await shoot(page, name('saved'));
      await page.getByRole('link', { name: 'Monitors', exact: true }).first().click();
      await page.getByText('Never matched').waitFor();
      const usual = { chains: [CHAIN], on: 'transaction', severity: 'medium', channels: ['ops'], owner: 'ops' };
      for (const other of OTHERS)
        expect((await node.served.request('POST', '/v1/monitors', { body: { ...usual, ...other } })).status).toBe(201);
      await node.pay(7);
      await page.locator('.health-works').waitFor();
      await page.getByRole('link', { name: /last match/ }).waitFor();
      await page.locator('.health-failing').waitFor();
      await page.getByText('chain 10 is not followed here').waitFor();
      const rows = page.locator('[data-row]');
      expect(await rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-row')))).toEqual([
        'sixth-call',
        'elsewhere',
        'quiet',
        'a-large-payment',
      ]);
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('data-row'))).toBe('elsewhere');
      await fits();
      await shootScreen(page, name('list'));
    }, 60_000);

    it('tell what a change would change, and keep it while one looks elsewhere', async () => {
      await page.getByRole('link', { name: 'A large payment' }).click();
      await waitUntil('the newest block is known', async () => (await page.getByLabel('To block').inputValue()) === String(PAYMENTS + 1));
      await writeCondition(page, 'tx.value > amount("4", 18)');
      await page.getByText('✓ Yes').waitFor();
      expect(await backtested(page)).toBe(
        `3 alerts in ${PAYMENTS + 2} blocks and ${PAYMENTS + 1} transactions: +0 −2 alerts against the saved version`,
      );
      await page.getByRole('button', { name: 'Only before 2' }).waitFor();
      await page.getByText('tx.value > amount("2", 18): 3000000000000000000').waitFor();
      expect(await page.locator('.matches a[href^="/transactions/0x"]').count()).toBe(2);
      await fits();
      await shoot(page, name('diff'));
      await page.getByRole('link', { name: 'Monitors', exact: true }).first().click();
      await page.getByText('unsaved changes').waitFor();
      await page.getByRole('link', { name: 'A large payment' }).click();
      await page.getByText('Your unsaved changes of before are here again.').waitFor();
      await page.locator('.cm-content').press('ControlOrMeta+s');
      await page.getByText('Version 2 is saved').waitFor();
    });

    it('tell who changed them and how, and take an old version back', async () => {
      await page.getByText('changed condition').click();
      expect(await page.locator('.changes del').first().textContent()).toBe('tx.value > amount("2", 18)');
      await page.getByText('Version 1 written').click();
      await shoot(page, name('history'));
      await page.getByRole('button', { name: 'Look at it in the form' }).click();
      expect(await page.locator('.cm-content').textContent()).toBe('tx.value > amount("2", 18)');
      await page.getByRole('button', { name: 'Save version 3' }).click();
      await page.getByText('Version 3 is saved').waitFor();
    });

    it('are muted, deleted once one is sure, and watched again', async () => {
      const menu = page.getByRole('button', { name: 'Actions of A large payment' });
      await menu.click();
      await page.getByRole('menuitem', { name: /^Mute/ }).click();
      await page.locator('.monitor-head .chip').getByText('muted', { exact: true }).waitFor();
      await menu.click();
      await page.getByRole('menuitem', { name: 'Delete…' }).click();
      await page.getByRole('dialog').getByText('Its versions and 1 alert stay on record').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.locator('[data-row="quiet"]').waitFor();
      expect(await page.locator('[data-row="a-large-payment"]').count()).toBe(0);
      expect(seen.complaints).toEqual([]);
      // From here on the service refuses something, which a browser writes down.
      await page.goto('/monitors/a-large-payment');
      await page.getByText('It is watched no more').waitFor();
      await page.getByRole('button', { name: 'Watch it again' }).click();
      await page.getByText('Version 6 is saved').waitFor();
    });

    it('are not written over what somebody else saved', async () => {
      await writeCondition(page, 'tx.value > amount("3", 18)');
      const theirs = (await node.served.request('GET', '/v1/monitors/a-large-payment')).json;
      const { version: _version, updatedAt: _at, updatedBy: _by, health: _health, ...body } = theirs;
      expect((await node.served.request('POST', '/v1/monitors', { body: { ...body, severity: 'low' } })).status).toBe(201);
      await page.getByRole('button', { name: 'Save version 7' }).click();
      await page.getByText('Version 7 was saved meanwhile').waitFor();
      await page.locator('.notice ins').getByText('low').waitFor();
      await fits();
      await shootScreen(page, name('conflict'));
      await page.getByRole('button', { name: 'Save mine over it' }).click();
      await page.getByText('Version 8 is saved').waitFor();
    });

    it('are refused with the reason at the field where they would not work', async () => {
      await page.goto('/monitors/new?example=admin-change');
      await page.getByText('✓ Yes').waitFor();
      await page.getByLabel('Addresses').fill('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');
      await page
        .getByText(/There is no code at this address/)
        .first()
        .waitFor();
      await page.getByLabel('Addresses').fill('');
      await page.getByLabel('ops · webhook').uncheck();
      await page.getByRole('button', { name: 'Save monitor' }).click();
      await page.getByText('Not saved: The monitor would not work, and was not kept.').waitFor();
      await page
        .locator('#monitor-channels-problems')
        .getByText(/nobody would hear/)
        .waitFor();
      await shoot(page, name('refused'));
      await fits();
    });

    it('read words of storage, and say at the field what cannot be read', async () => {
      await page.goto('/monitors/new?example=large-transfer');
      await page.getByText('✓ Yes').waitFor();
      await page.getByText('Windows, sequences and what is read of contracts').click();
      const storage = page.getByRole('group', { name: 'Storage' });
      await storage.getByRole('button', { name: 'Add' }).click();
      await storage.getByLabel('Name').fill('owner');
      await storage.getByLabel('Contract').fill('0x70997970C51812dc3A010C7d01b50e0d17dc79C8');
      await storage.getByLabel('Slot').fill('0');
      await storage.getByLabel('Type').fill('string');
      await storage.getByText(/string is no type that lies in one word/).waitFor();
      await fits();
      await shoot(page, name('storage-wrong'));
      await storage.getByLabel('Type').fill('address');
      await storage.getByText(/There is no code at this address/).waitFor();
      await storage.getByLabel('Contract').fill(CONTRACT);
      await page.getByText('✓ Yes').waitFor();
      await writeCondition(page, 'state.now.owner != state.before.owner');
      await page.getByText('✓ Yes').waitFor();
      await fits();
      await shoot(page, name('storage'));
    });

    it('are for looking only where the key says so', async () => {
      const { key } = (await node.served.request('POST', '/v1/keys', { body: { name: 'reader', scopes: ['read'] } })).json;
      const reader = await openWindow(browser, { url: node.served.api.url, scheme, width });
      await reader.page.goto('/monitors');
      await reader.page.getByLabel('API key', { exact: true }).fill(key);
      await reader.page.getByRole('button', { name: 'Sign in' }).click();
      await reader.page.getByRole('link', { name: 'A large payment' }).click();
      await reader.page.getByText('your key lacks the scope write').waitFor();
      await writeCondition(reader.page, 'tx.value > 1');
      await reader.page.getByText('✓ Yes').waitFor();
      expect(await reader.page.getByRole('button', { name: /^Save/ }).isDisabled()).toBe(true);
      expect(await reader.page.getByRole('button', { name: /^Actions of/ }).count()).toBe(0);
      await reader.context.close();
    });

    it('say how far a backtest is, and end it when somebody asks', async () => {
      await page.goto('/monitors/a-large-payment');
      await waitUntil('the range is taken, by a page that is all there', async () => {
        await page.getByLabel('To block').fill('9,999');
        return (await page.getByText('10,000 blocks; nothing is kept or sent.').count()) > 0;
      });
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await page.getByRole('progressbar', { name: 'Backtest' }).waitFor();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('The backtest ended before it was done: it was cancelled.').waitFor();
      await page.getByLabel('To block').fill('some');
      await page.getByText('Write the first and the last block as numbers.').waitFor();
      expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true);
    });

    it('answer for the newest words only, however late older answers come', async () => {
      await page.goto('/monitors/new');
      await page.getByLabel('Title').fill('Late');
      let held = 0;
      await page.route('**/v1/monitors/validate', async (route) => {
        const isOld = route.request().postData()?.includes('tx.gone') === true;
        if (isOld) {
          held += 1;
          await waitUntil('the newer answer is shown', async () => (await page.getByText('✓ Yes').count()) > 0);
        }
        await route.continue().catch(() => undefined); // Nobody waits for it any more.
      });
      await writeCondition(page, 'tx.gone');
      await waitUntil('the older question is asked', () => held > 0);
      await writeCondition(page, `block.number > 0 && tx.value > ${CHAIN}`);
      await page.getByText('✓ Yes').waitFor();
      await page.unrouteAll({ behavior: 'wait' });
      expect(await page.locator('.cm-lintRange-error').count()).toBe(0);
      expect(await page.getByText('✓ Yes').count()).toBe(1);
    });
  });
