import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Milliseconds to wait for a page: long enough for a busy machine, and less than a test has, to say what was awaited. */
const PATIENCE = 120_000;

/**
 * Debian's Chromium without the windows around its pages, which are pages themselves and take as long as ours: a blank
 * page has 0.13 s of CPU time with it and 0.6 s without, a notebook in the lab 3.0 and 4.2 s.
 */
const SHELL = '/usr/bin/chromium-headless-shell';

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

const isShellChosen = process.env.LISTENLAB_CHROMIUM === undefined && existsSync(SHELL);
const executablePath = isShellChosen ? SHELL : findChromium();

/** Browser tests are skipped by name on a machine without Chromium. */
export const hasChromium = executablePath !== undefined;

/** A headless Chromium with a fresh profile that starts no traffic of its own. */
export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      // As the browser with windows does: texts have the width that they have on other screens.
      '--font-render-hinting=none',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return patient(browser);
}
