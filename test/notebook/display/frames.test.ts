import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Frame, frame, type MimeBundle, show } from '#listenlab/index.js';
import { printable } from '#listenlab/notebook/display/draw-table.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { formatColumn } from '#listenlab/notebook/display/table.js';
import { describedBy } from '#listenlab/util/description.js';
import { offerKernelContext } from '#listenlab/util/kernel-context.js';
import { HOSTILE } from '../../data/charts/figures.js';

function htmlOf(value: unknown): string {
  return toMimeBundle(value)!['text/html'] as string;
}

function textOf(value: unknown): string {
  return toMimeBundle(value)!['text/plain'] as string;
}

const small = () =>
  frame({
    artist: ['die Ärzte', '椎名林檎', 'nan'],
    plays: [1099, 897123, 12],
    score: [1.04, -0.25, Number.NaN],
  });

// Loads Danfo, which takes a second, and more on a busy machine.
beforeAll(() => void small());

describe('a frame as HTML', () => {
  it('is an accessible table with right-aligned numbers and no other styling', () => {
    const number = (text: string) =>
      `<td style="text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap">${text}</td>`;
    const name = (text: string) => `<td style="text-align:left">${text}</td>`;
    const index = (text: string) => `<th scope="row" style="text-align:right">${text}</th>`;
    expect(htmlOf(small()).split('\n')).toEqual([
      '<div class="listenlab-frame" style="overflow-x:auto" tabindex="0">',
      '<table class="numbered-rows">',
      '<thead><tr><td></td><th scope="col" style="text-align:left">artist</th>' +
        '<th scope="col" style="text-align:right">plays</th><th scope="col" style="text-align:right">score</th></tr></thead>',
      '<tbody>',
      `<tr>${index('0')}${name('die Ärzte')}${number('1,099')}${number('1.04')}</tr>`,
      `<tr>${index('1')}${name('椎名林檎')}${number('897,123')}${number('-0.25')}</tr>`,
      `<tr>${index('2')}${name('nan')}${number('12')}${number('–')}</tr>`,
      '</tbody>',
      '</table>',
      '</div>',
    ]);
  });

  it('escapes column names, row names and every value', () => {
    const hostile = frame({ [HOSTILE]: [HOSTILE] });
    hostile.setIndex({ index: [HOSTILE], inplace: true });
    const escaped =
      '&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\t&lt;b&gt;bold&lt;/b&gt;';
    expect(htmlOf(hostile).split(escaped)).toHaveLength(4);
    expect(htmlOf(hostile)).not.toMatch(/<(script|img|b)\b|<\/(script|b)>/);
  });

  it('shows 60 rows and the number of remaining rows', () => {
    const rows = (count: number) => htmlOf(frame({ row: Array.from({ length: count }, (_, row) => row) }));
    expect(rows(60).match(/<th scope="row"/g)).toHaveLength(60);
    expect(rows(60)).not.toContain('tfoot');
    expect(rows(140).match(/<th scope="row"/g)).toHaveLength(60);
    expect(rows(140)).toContain('<td colspan="2" style="text-align:left">… first 60 of 140 rows</td>');
    expect(rows(61)).toContain('… first 60 of 61 rows<');
  });

  it('without rows still shows its columns', () => {
    expect(htmlOf(frame({ artist: [], plays: [] }))).toContain('>artist</th>');
    expect(textOf(frame({ artist: [], plays: [] }))).toBe('  artist  plays');
  });
});

describe('a caption', () => {
  afterEach(() => offerKernelContext({ frontEnd: undefined }));

  function shown(value: unknown, caption: string): MimeBundle {
    const bundles: MimeBundle[] = [];
    offerKernelContext({ frontEnd: { display: (bundle) => bundles.push(bundle) } });
    show(value, { caption });
    return bundles[0];
  }

  it.each([
    ['a frame', () => small()],
    ['an array of records', () => [{ artist: 'kent', plays: 12 }]],
    ['what describes itself', () => describedBy({}, () => ({ title: 'two', columns: { artist: ['kent'] } }))],
  ])('of %s is the caption of its HTML table, and a line above its text', (_, value) => {
    const bundle = shown(value(), `Ten & more ${HOSTILE}`);
    expect(bundle['text/html']).toMatch(
      /<table class="numbered-rows">\n<caption style="text-align:left">Ten &amp; more &lt;/,
    );
    expect(bundle['text/html']).not.toMatch(/<(script|img|b)\b/);
    expect(bundle['text/plain']).toMatch(/(^|\n)Ten & more .*\n {2}.*artist/);
  });

  it('of what is no table is refused, as is one that is no line of text', () => {
    expect(() => shown(12, 'plays')).toThrow('12 was given a caption; expected a table: a frame,');
    expect(() => shown({ data: [], layout: {} }, 'plays')).toThrow('expected a table');
    expect(() => shown(small(), ' ')).toThrow("caption is ' '; expected a line of text");
    expect(() => shown(small(), 'two\nlines')).toThrow('expected a line of text');
  });
});

describe('a frame as text', () => {
  it('is aligned, with East Asian characters counted as two columns wide', () => {
    expect(textOf(small()).split('\n')).toEqual([
      '   artist       plays  score',
      '0  die Ärzte    1,099   1.04',
      '1  椎名林檎   897,123  -0.25',
      '2  nan             12      –',
    ]);
  });

  it('shows a single column of a frame as a one-column table', () => {
    expect(textOf((small() as Frame & { plays: unknown }).plays)).toBe(
      '     plays\n0    1,099\n1  897,123\n2       12',
    );
  });

  it('truncates long cells and long frames', () => {
    const long = frame({ artist: Array.from({ length: 61 }, () => 'x'.repeat(100)) });
    const lines = textOf(long).split('\n');
    expect(lines[1]).toBe(` 0  ${'x'.repeat(59)}…`);
    expect(lines.slice(61)).toEqual(['… first 60 of 61 rows']);
  });

  it('escapes terminal control characters', () => {
    expect(printable('\x1b[31mred\t\n\u202egnp')).toBe('\\u001b[31mred\\t\\n\\u202egnp');
    expect(textOf(frame({ artist: ['\x1b]0;title\x07'] }))).not.toContain('\x1b');
  });
});

describe('columns of values', () => {
  it.each([
    [
      [1, 999, 9999, 10000],
      ['1', '999', '9,999', '10,000'],
    ],
    [
      [2005, -1234567],
      ['2,005', '-1,234,567'],
    ],
    [
      [1, 0.98765, -0.5],
      ['1.0000', '0.9877', '-0.5000'],
    ],
    [
      [0.5, 12, -0.25],
      ['0.50', '12.00', '-0.25'],
    ],
    [
      [12345.678, 0.5],
      ['12,345.7', '0.5'],
    ],
    [
      [0.012345, 0],
      ['0.01235', '0.00000'],
    ],
    [
      [0.25, 1e-9, Number.POSITIVE_INFINITY],
      ['0.2500', '1.00e-9', '∞'],
    ],
    [
      [5, null, Number.NaN, undefined],
      ['5', '–', '–', '–'],
    ],
  ])('%j share their number of decimals', (values, cells) => {
    expect(formatColumn(values)).toEqual({ cells, numeric: true });
  });

  it.each([
    ['share of plays', [0.0062, 0.317, null], ['0.6 %', '31.7 %', '–']],
    ['play_share', [0.25, 0.5, 1], ['25 %', '50 %', '100 %']],
    ['artistShare', [0.00001, 0.29], ['<0.1 %', '29.0 %']],
    ['share', [0.5, 1.5], ['0.5', '1.5']],
    ['shared plays', [0.5, 0.25], ['0.50', '0.25']],
    ['rank', [1, 2.5, 2.5, 10000], ['1', '2.5', '2.5', '10000']],
    ['rank', [1, 12345], ['1', '12,345']],
    ['year', [2005, 1999], ['2005', '1999']],
    ['years active', [2005, 12], ['2,005', '12']],
    ['user_id', [15001], ['15001']],
  ])('called %s are written as that: %j', (name, values, cells) => {
    expect(formatColumn(values, name)).toEqual({ cells, numeric: true });
  });

  it('of big integers are numeric', () => {
    expect(formatColumn([12n, 2n ** 40n])).toEqual({ cells: ['12', '1,099,511,627,776'], numeric: true });
  });

  it.each([
    [['88 %', '<0.1 %', null], true],
    [['1,234', '5'], true],
    [['+0.012', '−3'], true],
    [['311', '1975'], false],
    [['007', '0.5'], false],
    [['1,23', '4'], false],
    [['88 %', 'none'], false],
    [['88 %', 3], false],
  ])('of numbers in texts are numeric, names of digits are not: %j', (values, numeric) => {
    expect(formatColumn(values).numeric).toBe(numeric);
  });

  it('of any other type are text', () => {
    const values = ['311', true, null, new Date('2007-02-01'), { a: 1 }];
    expect(formatColumn(values)).toEqual({
      cells: ['311', 'true', '–', '2007-02-01T00:00:00.000Z', '{ a: 1 }'],
      numeric: false,
    });
  });
});
