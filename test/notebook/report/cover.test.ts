import { describe, expect, it } from 'vitest';
import type { HeadlineNumber, HeadlineNumbers, ReportHeader } from '#listenlab/index.js';
import { METRICS_TYPE } from '#listenlab/notebook/display/headline.js';
import { headlineOf, metricsIn } from '#listenlab/notebook/report/cover/numbers.js';
import { settingsByName, settingsIn } from '#listenlab/notebook/report/cover/settings.js';
import type { NamedNotebook } from '#listenlab/notebook/report/outline.js';
import { renderReport } from '#listenlab/notebook/report/render-report.js';
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
const settingsOf = (run: NamedNotebook[]) => settingsByName(settingsIn(run, 'en'), run);
const metricsOf = (run: NamedNotebook[]) => metricsIn(headlineOf(run));
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
    const links =
      /<li>(.*?)<a class="finding-source" href="#([^"]*)">(.*?)<\/a>(?:<a [^>]*href="#([^"]*)">.*?<\/a>)?<\/li>/gs;
    return [...list.matchAll(links)].map(([, words, id, place, evidence]) => [
      words.trim(),
      id,
      place,
      evidence,
    ]);
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
      ['<p>All <em>well</em>.</p>', 'cell_n-cell-2', 'The data', undefined],
      [
        '<div class="claim"><p>Seven of <strong>ten</strong>.</p>\n</div><ul>\n<li>one</li>\n<li>two</li>\n</ul>',
        'cell_n-cell-4',
        'Artists',
        'table_1',
      ],
    ]);
  });

  it('and numbers lead to what holds them: in the cell, or else the last before it under the heading', () => {
    const cells = [
      markdown('# The data'),
      code('a', [table({ a: [1] })]),
      code('b', [table({ a: [2] })], ['detail']),
      markdownTagged(['finding'], 'One.'),
      markdown('## Artists'),
      markdownTagged(['finding'], 'Two.'),
    ];
    expect(findings(...cells).map(([, , , evidence]) => evidence)).toEqual(['table_1', undefined]);
    const told = { hits: { value: 2.1, sentence: 'of ten are hits' } };
    const cell = code('c', [
      display({ 'application/vnd.listenlab.metrics+json': told }),
      table({ hits: [2.1] }),
    ]);
    const html = renderReport([{ name: 'n', notebook: notebookOf(cell) }], {
      title: 'T',
      generatedAt: new Date(0),
    });
    expect(/<ul class="numbers".*?<\/ul>/s.exec(html)?.[0]).toMatch(
      /2\.1<.*of ten are hits<.*href="#table_1">Table 1</s,
    );
    expect(html).toContain('id="table_1"');
  });

  it('are empty if tagged cells show nothing', () => {
    expect(findings(code('1', [stream('x')], ['finding']), markdownTagged(['finding'], '# Title'))).toEqual(
      [],
    );
  });
});

/** The top of a report of one notebook with these cells. */
function coverOf(cells: Parameters<typeof notebookOf>, header: Partial<ReportHeader> = {}): string {
  const html = renderReport([{ name: 'n', notebook: notebookOf(...cells) }], {
    generatedAt: new Date(0),
    ...header,
  });
  return /<header class="cover".*?<\/header>/s.exec(html)?.[0] ?? '';
}

const titleIn = (cover: string) => /<h1>(.*?)<\/h1>/.exec(cover)?.[1];

describe('the title', () => {
  const claim = (tag: string, words: string) =>
    code('found', [display({ 'text/markdown': `${words}\n\nNDCG 0.3 against 0.1.` })], [tag]);
  const dataset = { title: 'plays <1>', simulated: false };

  it('is what the best-ranked finding claims, with what supports it below', () => {
    const cover = coverOf([claim('finding-2', 'Second.'), claim('finding-1', 'Logs & *more* <b>.')], {
      dataset,
    });
    expect(titleIn(cover)).toBe('Logs &amp; more &lt;b&gt;');
    expect(cover).toMatch(
      /<div class="lead"><p>NDCG 0\.3 against 0\.1\.<\/p>\s*<a [^>]*href="#cell_n-cell-2"/,
    );
    expect(cover.match(/<li>/g)).toHaveLength(1);
  });

  it('is the one given, or else a plain one of the data, or else the names of the notebooks', () => {
    expect(titleIn(coverOf([claim('finding-1', 'Logs.')], { title: 'Mine' }))).toBe('Mine');
    expect(titleIn(coverOf([claim('finding', 'Nobody ranked this.')], { dataset }))).toBe(
      'What people listen to: plays &lt;1&gt;',
    );
    const long = claim('finding-1', 'word '.repeat(50));
    expect(titleIn(coverOf([long], { dataset }))).toBe('What people listen to: plays &lt;1&gt;');
    expect(titleIn(coverOf([markdown('x')]))).toBe('n');
  });

  it('counts notebooks whose names would fill more than a line', () => {
    const titleOf = (...names: string[]) =>
      titleIn(
        renderReport(
          names.map((name) => ({ name, notebook: notebookOf(markdown('x')) })),
          { generatedAt: new Date(0) },
        ),
      );
    expect(titleOf('a', 'b')).toBe('a, b');
    const many = Array.from({ length: 20 }, (_, i) => `${i + 1}-of-them`);
    expect(titleOf(...many)).toBe('20 notebooks, from 1-of-them to 20-of-them');
    expect(titleOf('<a>', 'b'.repeat(200))).toBe(`2 notebooks, from &lt;a&gt; to ${'b'.repeat(29)}…`);
  });

  it('is the heading of the only notebook where there is one, and never empty', () => {
    const cells = [markdown('# Top & *level* <await>'), markdown('x')];
    expect(titleIn(coverOf(cells))).toBe('Top &amp; level &lt;await&gt;');
    expect(titleIn(coverOf(cells, { dataset }))).toBe('Top &amp; level &lt;await&gt;');
    expect(titleIn(coverOf(cells, { title: '' }))).toBe('Top &amp; level &lt;await&gt;');
    expect(titleIn(coverOf([markdown('x')], { title: ' ' }))).toBe('n');
  });
});

describe('the numbers at the top', () => {
  const shown = (numbers: HeadlineNumbers) => code('headline()', [display({ [METRICS_TYPE]: numbers })]);
  const numbersOf = (...numbers: HeadlineNumbers[]) =>
    [
      ...coverOf(numbers.map(shown) as Parameters<typeof notebookOf>).matchAll(/<li><strong>(.*?)<\/li>/g),
    ].map(([, html]) => html.replace(/<[^>]*>/g, '|').replace(/\|+ ?\|*/g, '|'));
  const told = (value: number, sentence: string, more: Partial<HeadlineNumber> = {}) => ({
    value,
    sentence,
    ...more,
  });

  it('are the best-ranked three with a sentence, in their order where ranks are the same', () => {
    const first = { a: told(1, 'a'), b: told(2, 'b', { rank: 2 }), plain: 9 };
    expect(numbersOf(first, { c: told(3, 'c', { rank: 1 }), d: told(4, 'd', { rank: 2 }) })).toEqual([
      '3|c|',
      '2|b|',
      '4|d|',
    ]);
    expect(numbersOf({ x: told(1, 'old') }, { y: told(2, 'y') }, { x: told(3, 'new') })).toEqual([
      '3|new|',
      '2|y|',
    ]);
  });

  it('are plain ones with their names where none has a sentence, as older notebooks show them', () => {
    expect(numbersOf({ 'NDCG@10': 0.25, users: 1892 })).toEqual(['0.25|NDCG@10|', '1,892|users|']);
  });

  it('are written as a reader says them', () => {
    const numbers = {
      a: told(2.137, 'of ten', { interval: [2.04, 2.2] }),
      b: told(0.2777, 'of the listeners', { format: 'percent' }),
      c: told(12345, '<plays>', { unit: '×' }),
    };
    expect(numbersOf(numbers)).toEqual([
      '2.1|of ten|2.0 to 2.2|',
      '28\u00a0%|of the listeners|',
      '12,345 ×|&lt;plays&gt;|',
    ]);
  });

  it('claim no difference that lies inside its interval', () => {
    const beside = (difference?: [number, number]) => {
      const comparison = { name: 'popularity', value: 0.25, ...(difference && { difference }) };
      return numbersOf({ hits: told(2, 'hits', { comparison }) })[0].split('|')[2];
    };
    expect(beside([1.5, 1.9])).toBe('8 times popularity (0.25)');
    expect(beside([-0.1, 1.9])).toBe('no difference from popularity (0.25) that this data can show');
    expect(beside()).toBe('popularity: 0.25');
  });

  it('are plain where a notebook from elsewhere has made something else of them', () => {
    const odd = {
      a: { value: 3, sentence: 7 },
      b: { value: 'x' },
      c: 'no',
      d: 4,
    } as unknown as HeadlineNumbers;
    expect(numbersOf(odd)).toEqual(['3|a|', '4|d|']);
  });
});

describe('the rest of the cover', () => {
  const ten = Array.from({ length: 10 }, (_, i) => markdownTagged(['finding'], `Finding ${i}.`));

  it('shows three findings, and folds the others', () => {
    const [open, folded] = coverOf(ten as Parameters<typeof notebookOf>).split(
      '<details class="more-findings">',
    );
    expect([open, folded].map((html) => html.match(/<li>/g)?.length)).toEqual([3, 7]);
  });

  it('has one chart: of the cell tagged cover, or else the first', () => {
    const chart = (title: string, ...tags: string[]) =>
      code('show()', [figure({ data: [], layout: { title } })], tags);
    const captions = (html: string) =>
      [...html.matchAll(/<figcaption>(.*?)<\/figcaption>/g)].map(([, it]) => it.replace(/<[^>]*>/g, ''));
    expect(captions(coverOf([chart('first'), chart('second')]))).toEqual(['Figure 1 first']);
    expect(captions(coverOf([chart('first'), chart('second', 'cover')]))).toEqual(['Figure 2 second']);
    expect(coverOf([markdown('x')])).not.toContain('cover-picture');
  });

  it('says whose it is and how much data there is', () => {
    const dataset = { title: 'D', simulated: false, listeners: 3000, artists: 986, plays: 1713204 };
    const cover = coverOf([markdown('x')], { author: 'A & B', dataset });
    const facts = [...cover.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name, value]) => [
      name,
      value,
    ]);
    expect(facts.slice(0, 5)).toEqual([
      ['Author', 'A &amp; B'],
      ['Dataset', 'D'],
      ['Listeners', '3,000'],
      ['Artists', '986'],
      ['Plays', '1,713,204'],
    ]);
  });

  it('has the settings in one folded table, without the folders of any path', () => {
    const settings = parameters(
      "let history = './my music/history.json';\nlet other = 'C:\\\\Users\\\\ada\\\\plays.tsv';\nlet home = '~/x/plays.csv';\nlet options = {};\nlet ratio = '1/2';",
    );
    const table = /<details class="run-settings">.*?<\/details>/s.exec(coverOf([settings]))?.[0] ?? '';
    const cells = [...table.matchAll(/<td>(.*?)<\/td><td>(.*?)<\/td>/g)].map(([, value, at]) => [value, at]);
    expect(cells).toEqual([
      ['history.json', '1'],
      ['plays.tsv', '1'],
      ['plays.csv', '1'],
      ['1/2', '1'],
    ]);
  });
});
