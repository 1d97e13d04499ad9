import { describe, expect, it } from 'vitest';
import type { Cell } from '#listenlab/notebook/jupyter/nbformat.js';
import { renderNotebookPage, renderReport } from '#listenlab/notebook/report/render-report.js';
import { barFigure } from './support/figures.js';
import * as nb from './support/notebooks.js';

const HEADER = { title: 'A report', generatedAt: new Date(0) };

const bars = (text: string) => nb.figure({ ...barFigure(), layout: { title: { text } } });
const html = (text: string) => nb.display({ 'text/html': text });
const TABLE = '<table><td>1</td></table>';

const cells: Cell[][] = [
  [
    nb.markdown('# One & only', '', '| a |', '|---|', '| 1 |'),
    nb.code('', [bars('first'), html(TABLE), html('<p>no table</p>')]),
    nb.code('', [html('<table><caption style="">All &lt;b&gt; <i>plays</i></caption></table>')]),
    nb.code('', [html(TABLE), bars('for runners')], ['detail']),
    nb.markdown('## Below'),
    nb.code('', [nb.display({ 'image/png': 'AAAA' }), bars('second')]),
  ],
  [nb.code('', [html(TABLE), nb.display({ 'text/markdown': '### Told\n\n| b |\n|---|\n| 2 |' }), bars('')])],
];
const report = renderReport(
  cells.map((own, at) => ({ name: `n${at + 1}`, notebook: nb.notebookOf(...own) })),
  HEADER,
);

/** Without the cover, which shows a chart once more. */
const page = report.slice(report.indexOf('<section class="notebook"'));

describe('figures and tables of a report', () => {
  it('are counted through all notebooks, each kind by itself, and named by caption, title or heading', () => {
    const captions = [...page.matchAll(/<figcaption><a [^>]*>(.*?)<\/a> <span class="title">(.*?)<\/span>/g)];
    expect(captions.map(([, number, title]) => `${number}: ${title}`)).toEqual([
      'Table 1: One &amp; only',
      'Figure 1: first',
      'Table 2: One &amp; only',
      'Table 3: All &lt;b&gt; plays',
      'Table A1: One &amp; only',
      'Figure A1: for runners',
      'Figure 2: Below',
      'Figure 3: second',
      'Table 4: n2',
      'Table 5: Told',
      'Figure 4: Told',
    ]);
  });

  it('are counted in one order where a notebook stands alone', () => {
    const alone = renderNotebookPage({ name: 'n1', notebook: nb.notebookOf(...cells[0]) }, HEADER);
    const numbers = [...alone.matchAll(/<a class="number"[^>]*>([^<]*)</g)].map(([, number]) => number);
    expect(numbers).toEqual([
      'Table 1',
      'Figure 1',
      'Table 2',
      'Table 3',
      'Table 4',
      'Figure 2',
      'Figure 3',
      'Figure 4',
    ]);
  });

  it('are named for screen readers, and link to themselves', () => {
    for (const [, id, label] of page.matchAll(/<figure class="[^"]*" id="([^"]*)" aria-label="([^"]*)">/g)) {
      expect(page).toContain(`<a class="number" href="#${id}">${label.split(':')[0]}</a>`);
      expect(page.split(`id="${id}"`)).toHaveLength(2);
    }
    expect(page).toContain('id="table_A1" aria-label="Table A1: One &amp; only"');
  });

  it('have their caption once', () => {
    expect(page).not.toContain('<caption');
  });
});

describe('the ways on from a notebook', () => {
  it('lead to the one before and after it, and to the top', () => {
    const ways = [...page.matchAll(/<div class="ways-on">(.*?)<\/div>/g)].map(([, links]) =>
      [...links.matchAll(/class="(\w+)" href="#([^"]*)"/g)].map(([, way, to]) => `${way} ${to}`),
    );
    expect(ways).toEqual([
      ['top page_top', 'next n2'],
      ['previous one-only', 'top page_top'],
    ]);
  });
});
