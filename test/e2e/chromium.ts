import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { patient } from '../support/chromium.js';

const executablePath = '/usr/bin/chromium';

/** Browser tests are skipped by name on a machine without Chromium. */
export const hasChromium = existsSync(executablePath);

/** A headless Chromium with a fresh profile that starts no traffic of its own. */
export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return patient(browser);
}

/** The console errors, uncaught errors and requests of a page. */
export function watchPage(page: Page): { problems: string[]; requests: string[] } {
  const problems: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  return { problems, requests };
}
