import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { writeReport } from '#listenlab/tuner/kernel/report.js';
import { launchChromium, openFile } from '../notebook/report/support/chromium.js';
import * as nb from '../notebook/report/support/notebooks.js';

type Given = Parameters<typeof writeReport>;

/** The screen of a phone. */
export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** What the reports of these tests say of themselves. */
const HEADER = {
  title: 'Listening',
  generatedAt: new Date(0),
  dataset: { title: 'Last.fm sample', simulated: true },
};

/** Three notebooks, the last of which failed; they have seven figures. */
export function listeningNotebooks() {
  return [
    { name: '01-explore', notebook: nb.exploreNotebook() },
    { name: '02-train', notebook: nb.trainNotebook() },
    { name: '03-similar-artists', notebook: nb.failedNotebook() },
  ];
}

/** Reports in a folder of their own, and a browser to read them in. */
export class ReportPages {
  readonly #folder: string;
  readonly #browser: Browser;

  private constructor(folder: string, browser: Browser) {
    this.#folder = folder;
    this.#browser = browser;
  }

  static async make(): Promise<ReportPages> {
    return new ReportPages(await mkdtemp(path.join(os.tmpdir(), 'report-')), await launchChromium());
  }

  async write(name: string, notebooks: Given[1], header: Partial<Given[2]> = {}, options?: Given[3]) {
    await writeReport(this.#fileOf(name), notebooks, { ...HEADER, ...header }, options);
  }

  /** Opens a report, uses it, and checks that it logged no errors and requested nothing but itself. */
  async withPage(name: string, options: BrowserContextOptions, use: (page: Page) => Promise<void>) {
    const file = this.#fileOf(name);
    const { page, complaints, requests } = await openFile(this.#browser, file, options);
    await use(page);
    expect(complaints).toEqual([]);
    const asked = requests
      .filter((url) => !/^(data|blob):/.test(url))
      .map((url) => url.replace(/[?#].*$/, ''));
    expect(new Set(asked)).toEqual(new Set([pathToFileURL(file).href]));
    await page.context().close();
  }

  /** Opens a report that may log errors. */
  async open(name: string): Promise<Page> {
    return (await openFile(this.#browser, this.#fileOf(name))).page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #fileOf(name: string): string {
    return path.join(this.#folder, `${name}.html`);
  }
}

/** The colour of the first number on an axis, once there is one. */
export async function tickColour(page: Page): Promise<string> {
  const text = page.locator('.xtick text').first();
  await text.scrollIntoViewIfNeeded();
  return text.evaluate((element) => getComputedStyle(element).fill);
}
