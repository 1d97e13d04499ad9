import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { JUPYTER_DISPLAY } from '#listenlab/notebook/display/front-end.js';
import { METRICS_TYPE } from '#listenlab/notebook/display/headline.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { chooseWords, ENGLISH } from '#listenlab/notebook/report/language/words.js';
import { writeReport } from '#listenlab/tuner/kernel/report.js';
import { tryIt } from '#listenlab/tuner/kernel/try-it.js';
import { tuner } from '#listenlab/tuner/kernel/tuner.js';
import { hasChromium, launchChromium, openFile } from '../notebook/report/support/chromium.js';
import * as nb from '../notebook/report/support/notebooks.js';
import { tastefulPlays } from '../tuner/plays.js';

const ROWS = 1234;

/** Tables, figures, a headline and both panels, of an author who writes German. */
async function germanNotebook() {
  const plays = tastefulPlays();
  const model = await trainAls(plays, { factors: 6, iterations: 3, threads: 1 });
  const panels = [
    await tryIt(model, { artist: 'artist 1', likes: ['artist 1', 'artist 5'] }),
    await tuner(plays, { title: 'Regler', artist: 'artist 1', best: { alpha: 1, weighting: 'log' } }),
  ];
  const rows = Array.from({ length: ROWS }, (_, row) => ({
    Name: `Titel ${row}`,
    Gehört: 13_883 - row,
    Wert: row === 0 ? 841.5 : row,
    Tag: '2026-11-30',
  }));
  const comparison = { name: 'popularity', value: 0.25, difference: [1, 2] };
  const figure = {
    data: [
      { type: 'bar', x: ['2026-01-01', '2026-05-01'], y: [20_000, 1234.5], text: ['20,000', '1,234.5'] },
    ],
    layout: { title: { text: 'Hörer je Monat' }, xaxis: { type: 'date', tickformat: '%B' } },
  };
  return nb.notebookOf(
    nb.markdown('# Wer hört was'),
    nb.code('x', [
      nb.display({
        [METRICS_TYPE]: { Treffer: { value: 2.14, sentence: 'von zehn', interval: [2, 2.2], comparison } },
      }),
    ]),
    nb.code('x', [nb.display(toMimeBundle(rows)!)]),
    nb.code('x', [nb.figure(figure)]),
    ...panels.map((panel) =>
      nb.code('x', [nb.display(JSON.parse(JSON.stringify(panel[JUPYTER_DISPLAY]())))]),
    ),
  );
}

/** All that a reader sees, hears or is told of the elements under the pointer. */
const saidIn = (page: Page) =>
  page.evaluate(() => {
    const told = [
      'aria-label',
      'title',
      'alt',
      'placeholder',
      'data-on-paper',
      'aria-valuetext',
      'data-title',
    ];
    const attributes = [...document.body.querySelectorAll('*')].flatMap((element) =>
      told.map((name) => element.getAttribute(name) ?? ''),
    );
    const licences = document.querySelectorAll('footer details pre, footer details h2');
    for (const text of licences) text.remove();
    for (const element of document.querySelectorAll('details')) element.open = true;
    const drawn = [...document.querySelectorAll('svg text')].map((text) => text.textContent);
    const choices = [...document.querySelectorAll('option')].map((option) => option.textContent);
    return [document.title, document.body.innerText, ...drawn, ...choices, ...attributes].join('\n');
  });

const wordsIn = (text: string) => new Set(text.toLowerCase().match(/\p{L}{3,}/gu) ?? []);

describe.skipIf(!hasChromium)('a German report in use (needs Chromium)', () => {
  let browser: Browser;
  let folder: string;
  const german = chooseWords({ language: 'de' }, undefined);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'german-'));
    const header = {
      title: 'Ein Bericht',
      dataset: { title: 'Proben', simulated: true, listeners: 3000 },
      generatedAt: new Date('2026-11-30T02:14:00Z'),
    };
    const notebook = await germanNotebook();
    await writeReport(path.join(folder, 'report.html'), [{ name: 'bericht', notebook }], header, {
      language: 'de',
      detail: 'full',
    });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** None of our English words, unless they are German, or names of options. */
  async function expectGerman(page: Page): Promise<void> {
    const ours = wordsIn(Object.values(ENGLISH).join(' '));
    const names = 'artist titel bericht alpha factors weighting iterations csv markdown listenlab';
    const known = wordsIn(`${Object.values(german).join(' ')} ${names}`);
    const said = await saidIn(page);
    expect([...wordsIn(said)].filter((word) => ours.has(word) && !known.has(word))).toEqual([]);
    // Neither is a number written in English.
    expect(said.match(/(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])|(?<![\d.:])0\.\d+/g) ?? []).toEqual([]);
  }

  it('speaks no English: cover, tables, charts and panels, opened and used', async () => {
    const { page, complaints } = await openFile(browser, path.join(folder, 'report.html'), {
      viewport: { width: 1280, height: 900 },
      offline: true,
    });
    const table = page.locator('.ll-table');
    const status = table.getByRole('status');
    await expect.poll(() => status.innerText()).toContain('Zeilen 1–25 von 1.234');
    await table.getByRole('button', { name: 'Wert' }).click();
    const filter = table.getByRole('searchbox');
    for (const typed of ['841,5', '841.5']) {
      await filter.fill(typed);
      await expect
        .poll(() => table.locator('tbody tr').allInnerTexts())
        .toEqual([expect.stringMatching(/Titel 0\s+13\.883\s+841,5\s+2026-11-30/)]);
    }
    await filter.fill('gibt es nicht');
    await expect.poll(() => status.innerText()).toContain('Keine von 1.234 Zeilen enthält das');
    await expectGerman(page);

    const chart = page.locator('figure.chart').last();
    await chart.scrollIntoViewIfNeeded();
    await chart.getByText('Januar').waitFor();
    expect(await chart.locator('.bartext, .textpoint text, text').allTextContents()).toEqual(
      expect.arrayContaining(['20.000', '1.234,5']),
    );

    const [search, panel] = [page.locator('[data-live=try]'), page.locator('[data-live=tuner]')];
    await search.scrollIntoViewIfNeeded();
    await search.getByRole('combobox', { name: 'Künstler suchen' }).fill('artits 12');
    await search.getByText('„artits 12“ gibt es hier nicht. Meinten Sie:').waitFor();
    await expectGerman(page);
    await search.getByRole('combobox', { name: 'Künstler suchen' }).fill('ganz etwas anderes');
    await search.getByText('Hier gibt es keinen Künstler wie „ganz etwas anderes“.').waitFor();
    await search.getByRole('button', { name: 'artist 5 entfernen' }).click();
    await search.getByRole('button', { name: 'artist 1 entfernen' }).click();
    await search.getByText('Fügen Sie Künstler hinzu').waitFor();

    await panel.scrollIntoViewIfNeeded();
    await panel.getByText(/^Trainiert vom Startwert 42 aus, in \d+,\d\d s/).waitFor();
    await panel.getByRole('button', { name: 'Dieses Modell als A behalten' }).click();
    await panel.getByRole('button', { name: 'Beste bekannte Einstellungen' }).click();
    await panel.getByText('A: alpha 15, weighting linear. B: alpha 1, weighting log.').waitFor();
    await panel.getByText(/^Trainiert vom Startwert 42/).waitFor();
    await panel.getByRole('spinbutton').fill('-1');
    await panel.getByRole('spinbutton').blur();
    await panel.getByText('Erwartet wird eine ganze Zahl von 0 bis 4294967295; noch gilt 42.').waitFor();
    await expectGerman(page);
    await page.evaluate(() => {
      location.hash = 'alpha=-1&factor=3';
    });
    await panel.getByText('alpha ist „-1“, erwartet wird eine Zahl von 0,01 bis 1000').waitFor();
    await expectGerman(page);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
