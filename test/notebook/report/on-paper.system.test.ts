import { describe, expect, it } from 'vitest';
import { withChrome } from '#listenlab/notebook/chrome/with-chrome.js';
import type { Notebook } from '#listenlab/notebook/jupyter/nbformat.js';
import { renderNotebookPage } from '#listenlab/tuner/kernel/report.js';
import { findChromium } from '../../support/chromium.js';

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
});
