import { describe, expect, it } from 'vitest';
import { METRICS_TYPE } from '#listenlab/notebook/display/show.js';
import { renderReport } from '#listenlab/notebook/report/render-report.js';
import { metricsOf, settingsOf } from '#listenlab/notebook/report/summary.js';
import {
  code,
  display,
  figure,
  markdown,
  markdownTagged,
  notebookOf,
  stream,
  table,
} from './support/notebooks.js';

const parameters = (source: string) => code(source, [], ['parameters']);
const injected = (source: string) => code(source, [], ['injected-parameters']);

describe('the settings of a run', () => {
  it('are the defaults, overridden by the parameters of the run', () => {
    const notebook = notebookOf(
      parameters(
        "let dataset = 'sample'; // a name\nlet alpha = 15;\nlet user = ''; // nobody yet\nlet exact = false;\nlet entries = 500_000;",
      ),
      injected('// Parameters given for this run.\nconst alpha = 1;\nconst dataset = "a \\"b\\" \'c\'";'),
    );
    expect([...settingsOf([{ name: 'n', notebook }])]).toEqual([
      ['dataset', `a "b" 'c'`],
      ['alpha', '1'],
      ['exact', 'false'],
      ['entries', '500,000'],
    ]);
  });

  it('name their notebook where notebooks differ', () => {
    const run = ['a', 'b.ipynb', 'c'].map((name, i) => ({
      name,
      notebook: notebookOf(parameters(`let alpha = ${i < 2 ? 15 : 1};\nlet seed = 42;`)),
    }));
    expect([...settingsOf(run)]).toEqual([
      ['alpha', '15 (a, b), 1 (c)'],
      ['seed', '42'],
    ]);
  });

  it('are empty if no cell declares any', () => {
    const html = renderReport([{ name: 'n', notebook: notebookOf(code('let a = 1;')) }], {
      title: 'T',
      generatedAt: new Date(0),
    });
    expect(html).not.toContain('page_settings"');
  });
});

describe('the headline metrics', () => {
  const shown = (value: unknown) => code('headline(...)', [display({ [METRICS_TYPE]: value })]);

  it('are the numbers of all notebooks, the later one if a name is repeated', () => {
    const first = notebookOf(shown({ loss: 0.5, recall: 0.1 }));
    const second = notebookOf(markdown('x'), shown({ loss: 0.25 }));
    expect([...metricsOf([first, second].map((notebook) => ({ name: 'n', notebook })))]).toEqual([
      ['loss', 0.25],
      ['recall', 0.1],
    ]);
  });

  it('skip values that are not numbers', () => {
    const cells = [null, 3, 'text', [1, 2], { a: '1', b: null, c: 2, __proto__: 1 }].map(shown);
    expect([...metricsOf([{ name: 'n', notebook: notebookOf(...cells) }])]).toEqual([['c', 2]]);
  });
});

describe('the findings', () => {
  const findings = (...cells: Parameters<typeof notebookOf>) => {
    const html = renderReport([{ name: 'n', notebook: notebookOf(...cells) }], {
      title: 'T',
      generatedAt: new Date(0),
    });
    const list = /<h2 id="page_findings">.*?<\/section>/s.exec(html)?.[0] ?? '';
    return [...list.matchAll(/<li>(.*?)<a class="finding-source" href="#([^"]*)">(.*?)<\/a><\/li>/gs)].map(
      ([, words, id, place]) => [words.trim(), id, place],
    );
  };

  it('are the sentences of tagged cells, under their heading', () => {
    const found = findings(
      markdown('# The data', '', 'Not this.'),
      markdownTagged(['finding'], 'All *well*.', '', '```', 'no code', '```'),
      markdown('## Artists'),
      code(
        'show()',
        [
          stream('nor this'),
          display({ 'text/plain': 'nor progress' }),
          table({ a: [1] }),
          figure({ data: [], layout: {} }),
          display({ 'text/markdown': 'Seven of **ten**.', 'text/plain': '...' }),
          display({ 'text/markdown': '### Not a heading\n\n- one\n- two' }),
        ],
        ['finding', 'other'],
      ),
    );
    expect(found).toEqual([
      ['<p>All <em>well</em>.</p>', 'cell_n-cell-2', 'The data'],
      [
        '<p>Seven of <strong>ten</strong>.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>',
        'cell_n-cell-4',
        'Artists',
      ],
    ]);
  });

  it('are empty if tagged cells show nothing', () => {
    expect(findings(code('1', [stream('x')], ['finding']), markdownTagged(['finding'], '# Title'))).toEqual(
      [],
    );
  });
});
