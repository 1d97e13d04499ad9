import { pathToFileURL } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { watchPage } from './chromium.js';

/** The text of the page, without its markup. */
export const wordsOf = (html: string) => html.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');

/** The headings of all columns in the page. */
export const headingsIn = (html: string) =>
  [...html.matchAll(/<th scope="col"[^>]*>(.*?)<\/th>/g)].map(([, text]) => text);

/** Opens a report from disk, scrolls through its figures, and checks that it is complete and logs no errors. */
export async function readReport(browser: Browser, file: string, figureCount: number): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const { problems, requests } = watchPage(page);
  // In full: a brief report hides some of its figures.
  await page.goto(`${pathToFileURL(file).href}?detail=full`);
  const figures = page.locator('figure.chart');
  expect(await figures.count()).toBe(figureCount);
  for (let i = 0; i < figureCount; i++) {
    await figures.nth(i).scrollIntoViewIfNeeded();
    await figures.nth(i).locator('.main-svg').first().waitFor({ state: 'attached' });
  }
  await useLiveParts(page);
  expect(problems).toEqual([]);
  expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).toEqual([]);
  await page.close();
}

/** Trains with other settings in the page, and asks for similar artists and for recommendations. */
async function useLiveParts(page: Page): Promise<void> {
  const names = (list: Locator) => list.locator('.ll-artist').allTextContents();
  const parts = page.locator('.live');
  expect(await parts.count()).toBe(3);
  for (let i = 0; i < 3; i++) {
    const part = parts.nth(i);
    await part.scrollIntoViewIfNeeded();
    await expect.poll(() => names(part.locator('.ll-similar'))).toHaveLength(10);
    const before = await names(part.locator('.ll-similar'));
    await part.getByRole('combobox', { name: 'Find an artist' }).fill('coldplay');
    await part.getByRole('option', { name: /^coldplay$/i }).click();
    await expect.poll(() => names(part.locator('.ll-similar'))).not.toEqual(before);
  }
  const panel = page.locator('.live[data-live="tuner"]');
  const status = panel.locator('.ll-status');
  await expect.poll(() => status.textContent()).toContain('Trained from seed 42');
  const before = await status.textContent();
  await panel.getByRole('button', { name: 'Best known settings' }).click();
  await expect.poll(() => status.textContent()).not.toBe(before);
  await expect.poll(() => status.textContent()).toContain('Trained from seed 42');
}
