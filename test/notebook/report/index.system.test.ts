import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeIndex } from '#listenlab/notebook/report/report-index.js';
import { hasChromium, launchChromium, openFile } from './support/chromium.js';
import { faintTexts } from './support/contrast.js';
import { writeReportOn } from './support/dated-report.js';

const HOSTILE = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">"'&lt;`;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'reports-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!hasChromium)('the index in Chromium', () => {
  it('escapes names, links to the reports, fits a phone, and is readable in light and dark', async () => {
    await writeReportOn(
      folder,
      'javascript:alert(1)#?.html',
      3,
      JSON.stringify(HOSTILE),
      { [HOSTILE]: 1 },
      HOSTILE,
    );
    await writeReportOn(folder, 'plain.html', 2, '1', { [HOSTILE]: 0.5, loss: 0.25 });
    await writeIndex(folder);
    const browser = await launchChromium();
    try {
      const { page, complaints, requests } = await openFile(browser, path.join(folder, 'index.html'), {
        viewport: { width: 390, height: 844 },
        colorScheme: 'light',
      });
      expect(await page.locator('tbody a').first().textContent()).toBe(HOSTILE);
      expect(await page.locator('td').last().textContent()).toBe('1');
      expect(await page.locator('tbody tr').first().locator('td').last().textContent()).toBe(HOSTILE);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      expect(await faintTexts(page)).toEqual([]);
      await page.getByRole('button', { name: 'Dark' }).click();
      expect(await faintTexts(page)).toEqual([]);
      expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([
        pathToFileURL(path.join(folder, 'index.html')).href,
      ]);
      await page.locator('tbody a').first().press('Enter');
      await page.waitForURL(/javascript/);
      expect(await page.title()).toBe(HOSTILE);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
