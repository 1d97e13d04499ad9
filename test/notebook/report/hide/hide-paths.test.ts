import os from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathHider } from '#listenlab/notebook/report/hide/path-hider.js';
import { renderReport } from '#listenlab/notebook/report/render-report.js';
import { packTable, unpackTable } from '#listenlab/notebook/table/node/pack-table.js';
import { TABLE_TYPE } from '#listenlab/notebook/table/packed-table.js';
import { escapeMarkdown } from '#listenlab/util/escape.js';
import { barFigure } from '../support/figures.js';
import * as nb from '../support/notebooks.js';

const hide = pathHider({
  folders: [
    '/srv/lab',
    '/tmp',
    '/data/my plays',
    'D:\\Daten\\Ana B',
    '../../shared/data/plays',
    '/half/\ud800',
  ],
  written: ['data/mine'],
  home: '/home/ana',
});

describe('paths in a text', () => {
  it.each([
    ['/home/ana/plays.tsv', 'plays.tsv'],
    ["open('/home/ana/music/plays.tsv')", "open('plays.tsv')"],
    ['/home/ana', '~'],
    ['/home/ana/', '~'],
    ['/home/bob/Music', 'Music'],
    ['/Users/bob/y and /home/cy/x.csv', 'y and x.csv'],
    ['/home/ana/x.tsv or one and/or two', 'x.tsv or one and/or two'],
    ['/home/anna/x.csv\n/home/anna/y.csv', 'x.csv\ny.csv'],
    ['/srv/lab/src/a.ts:3:4', 'a.ts:3:4'],
    ['/srv/lab', 'lab'],
    ['/data/my plays/x.tsv', 'x.tsv'],
    ['/tmp/abc-123/x', 'x'],
    ['    at f (/elsewhere/b/a.ts:3:4)', '    at f (a.ts:3:4)'],
    ['    at async Object.f [as g] (/elsewhere/b/a.ts:3:4)', '    at async Object.f [as g] (a.ts:3:4)'],
    ['    at file:///opt/x/y.js:1:2', '    at y.js:1:2'],
    ['file:///home/al%20ice/x.tsv', 'x.tsv'],
    ['<a href="/home/ana/b.html">', '<a href="b.html">'],
    ['&#39;/home/ana/plays.tsv&#39;', '&#39;plays.tsv&#39;'],
    ['\u001b[31m/home/ana/x.ts\u001b[0m', '\u001b[31mx.ts\u001b[0m'],
    [String.raw`'in\n/home/ana/x.tsv\nnext'`, String.raw`'in\nx.tsv\nnext'`],
    [escapeMarkdown('/home/ana/my-plays.tsv'), escapeMarkdown('my-plays.tsv')],
    [String.raw`C:\Users\ana\Music\x.csv`, 'x.csv'],
    [String.raw`'C:\\Users\\ana\\x.csv\nnext'`, String.raw`'x.csv\nnext'`],
    [String.raw`D:\Daten\Ana B\plays.tsv`, 'plays.tsv'],
    ['let dataset = "../../shared/data/plays"', 'let dataset = "plays"'],
    ["open('../../shared/data/plays/a.csv')", "open('a.csv')"],
    ["let dataset = 'data/mine'", "let dataset = 'mine'"],
  ])('are gone from %j', (text, left) => {
    expect(hide(text)).toBe(left);
  });

  it.each([
    'https://example.org/home/ana/x.html',
    'http://localhost:8888/tmp/x',
    'AC/DC, and/or 1/2/3, R / S, text/html, listens/…/….jsonl',
    'a.replace(/a/g, "b").split(/x/)',
    'a.replace(/home/g,"x").replace(/tmp/g, "y"); /tmp/.test(a); /tmp/i.exec(b); (a)/tmp/2; /^\\/tmp\\/x/',
    String.raw`{"a": "x/y\nzweite Zeile\\n"}`,
    'GET /data/users HTTP/1.1',
    'by /opt/ik',
    'data/mine/others, other/data/mine',
    String.raw`'x:\t' + '\\w\\s'`,
    String.raw`\frac{a}{b} \\ \alpha\beta`,
    '/srv/laboratory/x',
    '<td>a</td><td>b</td>',
  ])('are not seen in %j', (text) => {
    expect(hide(text)).toBe(text);
  });

  it('leaves every other text as it is, character by character', () => {
    const pieces = fc.constantFrom(
      ...[
        '/',
        '\\',
        '//',
        '\\n',
        '\n',
        ' ',
        '"',
        "'",
        '`',
        '(',
        ')',
        '[',
        ']',
        '<',
        '>',
        '&',
        '&quot;',
        ':',
        '.',
      ],
      ...[
        '..',
        '~',
        '-',
        ',',
        ';',
        '=',
        'g',
        'home',
        'Users',
        'data',
        'opt',
        'a.tsv',
        'C:',
        'at ',
        ':1',
        '% ',
        'é',
      ],
    );
    const text = fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme', maxLength: 3 })), { maxLength: 40 });
    const isPath =
      /file:\/\/|at .*\/.*:\d|\/(?:home|Users)\/|C:(?:\\+|\/)(?:Users|Doc)|\/srv\/|\/tmp\/|\/data\/m|data\/mine/i;
    fc.assert(
      fc.property(text, (parts) => {
        const whole = parts.join('');
        fc.pre(!isPath.test(whole));
        expect(hide(whole)).toBe(whole);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves what is before and behind a path as it is', () => {
    const around = fc.string({ unit: fc.constantFrom(...'ab"\'\n (),;\u00e9{}[]<>|0123') });
    fc.assert(
      fc.property(around, around, (before, behind) => {
        expect(hide(`${before} /home/ana/x/y.tsv\n${behind}`)).toBe(`${before} y.tsv\n${behind}`);
        expect(hide(`${before}"/srv/lab/y.tsv\\n${behind}"`)).toBe(`${before}"y.tsv\\n${behind}"`);
      }),
    );
  });
});

describe('a report', () => {
  const PATHS = [
    `${os.homedir()}/secret-one/plays.tsv`,
    '/home/secret-user/plays.tsv',
    `${os.tmpdir()}/secret-two/plays.tsv`,
    `${process.cwd()}/secret-three/plays.tsv`,
    '/books/secret-four/plays.tsv',
    '/elsewhere/secret-five/plays.tsv',
    String.raw`C:\Users\secret-user\plays.tsv`,
  ];
  const SECRET = /secret|[/\\]books/;
  const all = PATHS.map((path) => `"${path}"`).join(', ');
  const bars = barFigure(PATHS);
  bars.layout.title = { text: all, subtitle: { text: all } };
  const columns = [{ name: `"${PATHS[1]}"`, format: { kind: 'text', decimals: 0 } as const }];
  const rows = Array.from({ length: 100 }, (_, at) => PATHS[at % PATHS.length]);
  const notebook = nb.notebookOf(
    nb.markdown(
      `# ${all.replaceAll('\\', '\\\\')}`,
      '',
      '`',
      PATHS[0],
      '`',
      '',
      `![${PATHS[1]}](${PATHS[1]})`,
    ),
    nb.code(`let dataset = '${PATHS[5]}';`, [], ['parameters']),
    nb.code(`const file = ${JSON.stringify(PATHS[6])};`, [
      nb.stream(all),
      nb.stream(PATHS[2], 'stderr'),
      nb.figure(bars),
      nb.table({ [PATHS[3]]: PATHS }),
      nb.display({ 'text/markdown': PATHS.map(escapeMarkdown).join('\n\n') }),
      nb.display({ 'application/json': { [PATHS[0]]: PATHS } }),
      nb.display({
        [TABLE_TYPE]: packTable(100, columns, { values: [rows] }),
        'text/html': '<table></table>',
      }),
      nb.result({ 'text/plain': all }),
      nb.failure('Error', `no ${PATHS[1]}`, [`Error: no ${PATHS[1]}\n    at f (${PATHS[5]}:1:2)`]),
    ]),
  );
  const html = renderReport([{ name: '01-explore', notebook, folder: '/books/secret-four' }], {
    title: PATHS[0],
    subtitle: all,
    author: PATHS[2],
    dataset: { title: PATHS[5], simulated: false },
    generatedAt: new Date(0),
    facts: { [PATHS[1]]: all },
  });

  it('has no path of a disk, only names of files, wherever a notebook or the header had one', () => {
    const words = html.replaceAll(/<script>.*?<\/script>/gs, '');
    expect(SECRET.exec(words)?.input.slice(Number(SECRET.exec(words)?.index) - 80)).toBeUndefined();
    expect(words.match(/plays(\\|&#92;)?\.tsv/g)?.length).toBeGreaterThan(9 * PATHS.length);
  });

  it('keeps bars and rows of different files apart, and those of one together', () => {
    const files = Array.from({ length: 8 }, (_, at) => `/home/ana/${at}/a.csv`);
    const apart = files.map((_, at) => (at === 0 ? 'a.csv' : `a.csv (${at + 1})`));
    const cells = [
      nb.code('x', [
        nb.figure(barFigure(files)),
        nb.table({ file: files.toReversed() }),
        nb.figure(barFigure(files)),
      ]),
    ];
    const page = renderReport([{ name: 'n', notebook: nb.notebookOf(...cells) }], {
      title: 'T',
      generatedAt: new Date(0),
    });
    const categories = [...page.matchAll(/\["a\.csv".*?\]/g)].map(([list]) => JSON.parse(list));
    expect(categories.length).toBeGreaterThan(1);
    for (const list of categories) expect(list).toEqual(apart);
    expect([...page.matchAll(/<td[^>]*>(a\.csv[^<]*)</g)].map(([, name]) => name)).toEqual(
      apart.toReversed(),
    );
    expect(page).not.toContain('/home/ana');
  });

  it('has none in a packed table', () => {
    for (const [, json] of html.matchAll(/<script type="application\/json"[^>]*>(.*?)<\/script>/gs)) {
      const value = JSON.parse(json);
      if (typeof value?.data !== 'string' || !('rows' in value)) continue;
      expect(JSON.stringify([value.columns, unpackTable(value)])).not.toMatch(SECRET);
    }
  });
});
