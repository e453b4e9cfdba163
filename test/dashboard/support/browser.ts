import { mkdirSync } from 'node:fs';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, type Locator, type Page, chromium as playwright } from 'playwright-core';

export const SCREENSHOTS = path.resolve('test-results/screenshots');

/** A real Chromium from npm; it needs no system package. */
export async function openBrowser(): Promise<Browser> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    headless: true,
  });
}

export interface Seen {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What a page must not have: errors in its console, requests to anybody else. */
  readonly complaints: readonly string[];
}

export interface Look {
  readonly url: string;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
}

const HEIGHTS: Readonly<Record<number, number>> = { 380: 780, 1280: 900 };

/** A fresh browser window that writes down every complaint. */
export async function openWindow(browser: Browser, { url, scheme, width }: Look): Promise<Seen> {
  const context = await browser.newContext({
    locale: 'en-GB',
    baseURL: url,
    colorScheme: scheme,
    viewport: { width, height: HEIGHTS[width] ?? 900 },
    hasTouch: width < 500,
  });
  context.setDefaultTimeout(12_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    const asked = new URL(request.url());
    if (asked.protocol !== 'data:' && asked.protocol !== 'blob:' && asked.host !== new URL(url).host)
      complaints.push(`asked ${request.url()}`);
  });
  return { context, page, complaints };
}

/** A window in which the administrator is signed in, by the link that opens the pages. */
export async function openSignedIn(
  browser: Browser,
  api: { readonly url: string; signInUrl(): string },
  look: Pick<Look, 'scheme' | 'width'>,
): Promise<Seen> {
  const seen = await openWindow(browser, { url: api.url, ...look });
  await seen.page.goto(api.signInUrl());
  await seen.page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return seen;
}

export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

/** What fits on the screen, without scrolling. */
export async function shootScreen(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
}

/** Nothing on the page is wider than the window: a phone's reader must not pan. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** A key is lost where the page is drawn anew at that moment: it is pressed again until what it leads to is there. For keys that do no harm twice. */
export async function pressUntil(page: Page, key: string, outcome: Locator): Promise<void> {
  for (let tries = 1; ; tries++) {
    await page.keyboard.press(key);
    const isThere = await outcome.waitFor({ timeout: 3_000 }).then(
      () => true,
      (error: unknown) => {
        if (tries === 5) throw error;
        return false;
      },
    );
    if (isThere) return;
  }
}
