import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** Milliseconds to wait for a page: long enough for a busy machine. */
const PATIENCE = 300_000;

/** A browser with longer timeouts than Playwright's defaults. */
export function patient(browser: Browser): Browser {
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE));
  return browser;
}

/** Path of a Chromium or Chrome on this machine (LISTENLAB_CHROMIUM goes first), or undefined. */
export function findChromium(): string | undefined {
  const candidates = [
    process.env.LISTENLAB_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ];
  return candidates.find((candidate) => candidate !== undefined && existsSync(candidate));
}
