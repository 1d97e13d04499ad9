import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { frame } from '#listenlab/index.js';
import { withChrome } from '#listenlab/notebook/chrome/with-chrome.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { printPage } from '#listenlab/notebook/export/print-page.js';
import type { Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { renderNotebookPage } from '#listenlab/tuner/kernel/report.js';
import { findChromium } from '../../support/chromium.js';
import * as nb from './support/notebooks.js';

const CHROMIUM = findChromium() ?? '';
const COLUMNS = Array.from({ length: 60 }, (_, i) => `column${i}`);
const MARKDOWN = `# Paper

| ${COLUMNS.join(' | ')} |
| ${COLUMNS.map(() => '---').join(' | ')} |
| ${COLUMNS.map((name) => `of ${name}`).join(' | ')} |

<details><summary>more</summary>folded words</details>
`;

/** What can be seen: the texts of cells, what they take across, their smallest type, and whether a text is unfolded. */
const SEEN = `(() => {
  const cells = [...document.querySelectorAll('main table :is(th, td)')].filter((cell) => cell.checkVisibility());
  return {
    texts: cells.map((cell) => cell.textContent),
    width:
      Math.max(...cells.map((cell) => cell.getBoundingClientRect().right)) -
      Math.min(...cells.map((cell) => cell.getBoundingClientRect().left)),
    size: Math.min(...cells.map((cell) => parseFloat(getComputedStyle(cell).fontSize))),
    words: document.querySelector('.prose').innerText.includes('folded words'),
  };
})()`;

/** Prints, and shows what is printed on the screen, where it can be measured. */
const PAPER = `(() => {
  document.body.style.width = '680px';
  dispatchEvent(new Event('beforeprint'));
  for (const { media } of [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])) {
    if (media?.mediaText === 'print') media.mediaText = 'all';
    if (media?.mediaText === 'not print') media.mediaText = 'not all';
  }
})()`;

describe.skipIf(CHROMIUM === '')('a page on paper', () => {
  it('has all columns of a wide table, each block after the first column, and all that is folded in a text', async () => {
    const notebook: Notebook = {
      cells: [{ cell_type: 'markdown', id: 'a', metadata: {}, source: MARKDOWN }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    };
    const html = await renderNotebookPage(
      { name: 'paper', notebook },
      { title: 'Paper', generatedAt: new Date(0), facts: {} },
      { detail: 'full' },
    );
    const seen = await withChrome(CHROMIUM, new AbortController().signal, async (page) => {
      await page.open(html);
      await page.evaluate(PAPER);
      return page.evaluate<{ texts: string[]; width: number; size: number; words: boolean }>(SEEN);
    });
    for (const name of COLUMNS) expect(seen.texts).toContain(`of ${name}`);
    const blocks = seen.texts.filter((text) => text === 'of column0').length;
    expect(blocks).toBeGreaterThan(1);
    // Turned, without the margins.
    expect(seen.width).toBeLessThanOrEqual(925);
    expect(seen.size).toBeGreaterThanOrEqual(6);
    expect(seen.words).toBe(true);
  });

  it('has the heads of a long table on each of its pages, also where it is in blocks of columns', async () => {
    const rows = Array.from({ length: 150 }, (_, row) => row);
    const wide = Object.fromEntries(COLUMNS.map((name) => [name, rows]));
    for (const [columns, blocks] of [
      [{ artist: rows.map((row) => `artist ${row}`), plays: rows }, 1],
      [{ artist: rows.map((row) => `artist ${row}`), ...wide }, 3],
    ] as const) {
      const shown = toMimeBundle(frame(columns))!;
      const notebook = nb.notebookOf(nb.code('show(table)', [nb.display(shown)]));
      const html = await renderNotebookPage(
        { name: 'paper', notebook },
        { title: 'Paper', generatedAt: new Date(0), facts: {} },
        { detail: 'full' },
      );
      // Nothing else in the page has these colours.
      const coloured = html.replace(
        '</head>',
        '<style>thead * { color: #f0f !important } tbody * { color: #00f !important }</style></head>',
      );
      const pdf = await printPage(coloured, 'A4', new AbortController().signal);
      const pages = drawings(pdf);
      const ofTable = pages.filter((page) => page.includes('0 0 1 rg'));
      expect(ofTable.length).toBeGreaterThanOrEqual(3 * blocks);
      for (const page of ofTable) expect(page).toContain('1 0 1 rg');
      // Blocks of columns are for pages that are turned.
      expect(pagesAcross(pdf)).toBe(blocks === 1 ? 0 : ofTable.length);
    }
  });
});

/** What each page of a PDF draws, as Skia writes it. */
function drawings(pdf: Uint8Array): string[] {
  const text = Buffer.from(pdf).toString('latin1');
  const streams = text.matchAll(/<<\/Filter \/FlateDecode\s*\/Length (\d+)>> stream\n/g);
  return Array.from(streams, ({ 0: head, 1: length, index }) => {
    const start = index + head.length;
    return inflateSync(pdf.subarray(start, start + Number(length))).toString('latin1');
  });
}

/** How many pages are wider than high. */
function pagesAcross(pdf: Uint8Array): number {
  const boxes = Buffer.from(pdf)
    .toString('latin1')
    .matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g);
  return Array.from(boxes).filter(([, width, height]) => Number(width) > Number(height)).length;
}
