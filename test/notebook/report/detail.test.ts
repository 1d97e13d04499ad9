import { describe, expect, it } from 'vitest';
import { METRICS_TYPE } from '#listenlab/notebook/display/headline.js';
import { PROGRESS_TYPE } from '#listenlab/notebook/display/progress.js';
import type { Cell } from '#listenlab/notebook/jupyter/nbformat.js';
import { type ReportOptions, renderReport } from '#listenlab/notebook/report/render-report.js';
import { barFigure } from './support/figures.js';
import * as nb from './support/notebooks.js';

const HEADER = { title: 'A report', generatedAt: new Date(0) };
const render = (cells: Cell[], options?: ReportOptions) =>
  renderReport([{ name: 'n', notebook: nb.notebookOf(...cells) }], HEADER, options);

/** The texts that stand only in full: those inside an element of that class, found by counting tags. */
function onlyInFull(html: string): string {
  const main = /<main.*<\/main>/s.exec(html)?.[0] ?? '';
  let depth = 0;
  let text = '';
  for (const [tag, slash, name, attributes, words] of main.matchAll(/<(\/?)(\w+)([^>]*)>([^<]*)/g)) {
    if (depth > 0 && !/^(img|br)$/.test(name)) depth += slash ? -1 : 1;
    else if (/class="[^"]*\bfull-only\b/.test(attributes)) depth = 1;
    if (depth > 0) text += ` ${words} ${tag.includes('id=') ? tag : ''}`;
  }
  return text;
}

describe('a brief report', () => {
  const cells = [
    nb.markdown('# Title', '', 'Prose.'),
    nb.code('let alpha = 1;', [], ['parameters']),
    nb.markdown('## Setup'),
    nb.markdown('### Imports'),
    nb.code('import_it;', [nb.stream('printed'), nb.result({ 'text/plain': 'plain result' })]),
    nb.markdown('## Results'),
    nb.code('draw_it;', [
      nb.figure(barFigure()),
      nb.table({ artist: ['kent'] }),
      nb.display({ 'text/markdown': 'said in Markdown' }),
      nb.display({ [PROGRESS_TYPE]: {}, 'text/plain': 'half done' }),
      nb.display({ [METRICS_TYPE]: { NDCG: 1 }, 'text/html': '<table><td>headline</td></table>' }),
    ]),
    nb.markdownTagged(['detail'], 'Run the cells.'),
    nb.code('check_it', [nb.table({ artist: ['muse'] })], ['detail']),
    nb.code('fails', [nb.failure('Error', 'failed', ['at trace'])]),
    nb.code('may_fail', [nb.failure('Error', 'expected', ['at trace'])], ['raises-exception']),
  ];
  const html = render(cells);
  const left = onlyInFull(html);

  it('leaves out code, settings, printed text, plain results, headline numbers and expected errors', () => {
    for (const text of ['alpha', 'import_it', 'draw_it', 'printed', 'plain result', 'headline', 'expected']) {
      expect(html).toContain(text);
      expect(left).toContain(text);
    }
  });

  it('leaves out what is tagged, and headings with nothing below them', () => {
    for (const text of ['Run the cells.', 'muse', 'Setup', 'Imports']) expect(left).toContain(text);
  });

  it('keeps prose, charts, tables, Markdown and failures', () => {
    for (const text of [
      'Title',
      'Prose.',
      'id="results"',
      'kent',
      'said in Markdown',
      'Error: failed',
      'chart-area',
    ]) {
      expect(html).toContain(text);
      expect(left).not.toContain(text);
    }
  });

  it('has no entry for a heading that it leaves out', () => {
    expect(html).toContain('<li class="depth-2 full-only"><a href="#setup">');
    expect(html).toContain('<li class="depth-2"><a href="#results">');
  });

  it('keeps printed text and plain results where a notebook shows nothing else', () => {
    const plain = render([
      nb.markdown('# Title', '## Numbers'),
      nb.code('1 + 1', [nb.stream('printed'), nb.result({ 'text/plain': '2' })]),
      nb.code('warn()', [nb.stream('a warning', 'stderr')]),
    ]);
    expect(onlyInFull(plain)).not.toMatch(/printed|\b2\b|Numbers/);
    expect(onlyInFull(plain)).toContain('a warning');
  });
});

describe('the detail of a report', () => {
  const root = (html: string) => /<html[^>]*>/.exec(html)?.[0];
  const cells = [nb.code('1', [nb.table({ a: [1] })])];

  it('is brief, or as it is asked for; the page has both and a switch', () => {
    expect(root(render(cells))).toContain('data-detail="brief"');
    expect(root(render(cells, { detail: 'full' }))).toContain('data-detail="full"');
    const withoutIt = (html: string) => html.replace(/ data-detail="(brief|full)" *>/, '>');
    expect(withoutIt(render(cells, { detail: 'full' }))).toBe(withoutIt(render(cells)));
    expect(render(cells)).toContain('<button type="button" data-detail="full">Full</button>');
  });

  it('refuses any other', () => {
    expect(() => render(cells, { detail: 'short' as 'brief' })).toThrow(
      "the detail of a report: 'brief' or 'full'",
    );
  });
});
