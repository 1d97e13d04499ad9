import fc from 'fast-check';
import { marked, type Tokens } from 'marked';
import { describe, expect, it } from 'vitest';
import { TEXT } from '#listenlab/notebook/table/column-format.js';
import { csvOf, markdownOf } from '../../../src/notebook/page/table/copy-table.js';
import { TableRows } from '../../../src/notebook/page/table/table-rows.js';

const COUNT = { kind: 'count', decimals: 0 } as const;

function tableOf(
  texts: readonly (string | null)[],
  name = 'artist',
  index?: string[],
  language = 'en',
): TableRows {
  const columns = [
    { name, format: TEXT },
    { name: 'plays', format: COUNT },
  ];
  const values = [texts, texts.map((_, row) => -1234 * row)];
  return new TableRows(columns, { values, ...(index && { index }) }, language);
}

/** RFC 4180: cells with quotes around them, or without and then with no quote, comma or line end in them. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (const [, quoted, plain, end] of text.matchAll(cell)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  expect(rows.pop()).toEqual([]);
  return rows;
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'a,b',
    '"',
    'two\r\nlines',
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    "'",
    '|',
    '`a`',
    '<b>',
  ),
);

describe('a table copied as CSV', () => {
  it('is read back as it was, but for an apostrophe before what a spreadsheet would compute', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 1 }), hostile, (texts, name) => {
        const read = readCsv(csvOf(tableOf(texts, name), Array.from(texts.keys())));
        const harmless = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
        expect(read).toEqual([
          [harmless(name), 'plays'],
          ...texts.map((text, row) => [harmless(text), String(-1234 * row)]),
        ]);
      }),
    );
  });

  it('has the rows that are found in their order, empty cells for missing values, and the names of rows', () => {
    const table = tableOf(['kent', null, 'muse'], 'artist', ['=a', 'b', 'c']);
    expect(csvOf(table, [2, 1])).toBe(',artist,plays\r\nc,muse,-2468\r\nb,,-1234\r\n');
  });

  it('is the same for programs in every language, while Markdown is as the table is shown', () => {
    const german = tableOf(['kent', 'muse'], 'artist', undefined, 'de');
    expect(csvOf(german, [1])).toBe('artist,plays\r\nmuse,-1234\r\n');
    expect(markdownOf(german, [1])).toContain('| muse | -1.234 |');
  });
});

describe('a table copied as Markdown', () => {
  it('shows what the table shows, whatever is in it', () => {
    const line = hostile
      .map((text) => text.replace(/\s+/g, ' ').trim())
      .filter((text) => !/\p{C}/u.test(text));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (texts) => {
        const [table, ...more] = marked.lexer(markdownOf(tableOf(texts), Array.from(texts.keys())));
        expect(more).toEqual([]);
        const { rows, align } = table as Tokens.Table;
        expect(align).toEqual([null, 'right']);
        expect(rows.map(([artist]) => readable(artist))).toEqual(texts);
        expect(rows.map(([, plays]) => plays.text)).toEqual(
          texts.map((_, row) => (-1234 * row || 0).toLocaleString('en')),
        );
      }),
    );
  });
});

/** The text of a cell in which nothing is marked up. */
function readable({ tokens }: Tokens.TableCell): string {
  expect(tokens.filter(({ type }) => type !== 'text' && type !== 'escape')).toEqual([]);
  return tokens.map((token) => (token as Tokens.Text).text).join('');
}
