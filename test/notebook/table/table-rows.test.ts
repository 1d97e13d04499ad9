import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frame } from '#listenlab/index.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { type PackedTable, TABLE_TYPE } from '#listenlab/notebook/table/packed-table.js';
import { TableRows } from '../../../src/notebook/page/table/table-rows.js';
import { unpackTable } from '../../../src/notebook/page/table/unpack-table.js';

type Columns = Record<string, unknown[]>;

/** What a page makes of the columns that a kernel shows. */
async function rowsOf(columns: Columns, language = 'en'): Promise<TableRows> {
  const packed = toMimeBundle(frame(columns))?.[TABLE_TYPE] as PackedTable;
  return new TableRows(packed.columns, await unpackTable(packed), language);
}

const length = fc.integer({ min: 6, max: 200 });
const columnOf = <T>(value: fc.Arbitrary<T>) =>
  length.chain((rows) => fc.array(value, { minLength: rows, maxLength: rows }));
const number = fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN));
const direction = fc.constantFrom('ascending' as const, 'descending' as const);

describe('the rows of a table in a page', () => {
  it('are sorted by numbers that stand in texts', async () => {
    const share = ['88 %', '9.5 %', '9.25 %', '<0.1 %', '100 %', null, '-3 %', '1,234 %'];
    const table = await rowsOf({ share });
    const texts = (rows: Int32Array) => Array.from(rows, (row) => table.textAt(0, row));
    const rising = ['-3 %', '<0.1 %', '9.25 %', '9.5 %', '88 %', '100 %', '1,234 %', '–'];
    expect(texts(table.select('', { column: 0, direction: 'ascending' }))).toEqual(rising);
    expect(texts(table.select('9.', undefined))).toEqual(['9.5 %', '9.25 %']);
  });

  it('are sorted by numbers as they are, level rows in their order, missing ones last', async () => {
    await fc.assert(
      fc.asyncProperty(columnOf(number), direction, async (plays, way) => {
        fc.pre(plays.some((value) => !Number.isNaN(value)));
        const sign = way === 'ascending' ? 1 : -1;
        const table = await rowsOf({ plays });
        const order = Array.from(table.select('', { column: 0, direction: way }));
        expect(order.toSorted((a, b) => a - b)).toEqual(Array.from(plays.keys()));
        order.slice(1).forEach((row, i) => {
          const [before, after] = [plays[order[i]], plays[row]];
          if (Number.isNaN(after)) return;
          expect(Number.isNaN(before)).toBe(false);
          expect(before === after ? order[i] < row : sign * (after - before) > 0).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('are sorted by texts without case and accents', async () => {
    const artist = ['Öl', 'zz top', 'Björk', 'abba', null, 'ABBA', 'bjork', '椎名林檎', 'Ärzte'];
    const table = await rowsOf({ artist });
    const sorted = (way: 'ascending' | 'descending') =>
      Array.from(table.select('', { column: 0, direction: way }), (row) => artist[row]);
    expect(sorted('ascending')).toEqual([
      'abba',
      'ABBA',
      'Ärzte',
      'Björk',
      'bjork',
      'Öl',
      'zz top',
      '椎名林檎',
      null,
    ]);
    expect(sorted('descending')).toEqual([
      '椎名林檎',
      'zz top',
      'Öl',
      'Björk',
      'bjork',
      'Ärzte',
      'abba',
      'ABBA',
      null,
    ]);
  });

  it('are sorted by the numbers in texts', async () => {
    const user = [
      '[listener 10]',
      '[listener 20]',
      '[listener 2]',
      '[listener 1]',
      '2020-11-02',
      '2020-9-30',
    ];
    const table = await rowsOf({ user });
    const sorted = Array.from(table.select('', { column: 0, direction: 'ascending' }), (row) => user[row]);
    expect(sorted).toEqual([
      '2020-9-30',
      '2020-11-02',
      '[listener 1]',
      '[listener 2]',
      '[listener 10]',
      '[listener 20]',
    ]);
  });

  it('are found by a text as it was typed, in one cell of any column, without case and accents', async () => {
    const columns = {
      artist: ['Sigur Rós', 'Björk', '10,000 maniacs', 'die Ärzte', 'kent', 'muse', 'a\u0308rzte'],
      plays: [10_000, 12, 7, 1_234_567, 99, 5, 3],
      'share of plays': [0.5, 0.25, 0.125, 0.0625, 0.03, 0.02, 0.01],
    };
    const table = await rowsOf(columns);
    const found = (text: string) => Array.from(table.select(text, undefined), (row) => columns.artist[row]);
    expect(found('')).toEqual(columns.artist);
    expect(found('sigur ros')).toEqual(['Sigur Rós']);
    expect(found('BJÖRK')).toEqual(['Björk']);
    expect(found('ärzte')).toEqual(['die Ärzte', 'a\u0308rzte']);
    expect(found('10,000')).toEqual(['Sigur Rós', '10,000 maniacs']);
    expect(found('1,234,567')).toEqual(['die Ärzte']);
    expect(found('maniacs 10')).toEqual([]);
    expect(found('kent 99')).toEqual([]);
    expect(found('kent\n99')).toEqual([]);
    expect(found('50.0 %')).toEqual(['Sigur Rós']);
  });

  it('are found by a name with its number, not by a name in one cell and the number in another', async () => {
    const artist = ['Künstler 1', 'Künstler 3', 'Künstler 2', 'Künstler 30', 'Künstler 4', 'Künstler 5'];
    const table = await rowsOf({ artist, plays: [36, 1, 3, 33, 2, 4] });
    const found = Array.from(table.select('künstler 3', undefined), (row) => artist[row]);
    expect(found).toEqual(['Künstler 3', 'Künstler 30']);
  });

  it('are written in the language of the page, and found as they are shown and with a decimal point', async () => {
    const columns = {
      plays: [13_883, 841, 7, 12, 99, 5],
      score: [841.5, 12_345.6, 0.5, 3, 2, 1],
      share: [0.284, 0.5, 0.001, 0.1, 0.01, 0.104],
      seed: [2_005, 1, 2, 3, 4, 5],
    };
    const table = await rowsOf(columns, 'de');
    const shown = [0, 1].map((row) => Object.keys(columns).map((_, column) => table.textAt(column, row)));
    expect(shown).toEqual([
      ['13.883', '841,5', '28,4 %', '2005'],
      ['841', '12.345,6', '50,0 %', '1'],
    ]);
    const found = (text: string) => Array.from(table.select(text, undefined));
    for (const text of ['841,5', '841.5', '13.883', '13883', '28,4 %', '28.4'])
      expect(found(text), text).toEqual([0]);
    for (const text of ['12.345,6', '12345,6', '12345.6']) expect(found(text), text).toEqual([1]);
    const numbers = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 6, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(numbers, async (plays) => {
        const [english, german] = [await rowsOf({ plays }), await rowsOf({ plays }, 'de')];
        plays.forEach((_, row) => {
          const said = english.textAt(0, row).replace(/[.,]/g, (sign) => (sign === ',' ? '.' : ','));
          expect(german.textAt(0, row)).toBe(said);
          expect(Array.from(german.select(said, undefined))).toContain(row);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('are written as the kernel writes them', async () => {
    const columns = {
      artist: Array.from({ length: 60 }, (_, row) => `artist ${row}`),
      plays: Array.from({ length: 60 }, (_, row) => row * 1000),
      'play share': Array.from({ length: 60 }, (_, row) => row / 600),
      score: Array.from({ length: 60 }, (_, row) => (row % 9 === 0 ? Number.NaN : Math.sin(row))),
      year: Array.from({ length: 60 }, (_, row) => 1950 + row),
    };
    const html = String(toMimeBundle(frame(columns))?.['text/html']);
    const table = await rowsOf(columns);
    const written = Array.from({ length: 60 }, (_, row) =>
      table.columns.map((_, column) => table.textAt(column, row)),
    );
    const cells = [...html.matchAll(/<td style[^>]*>([^<]*)<\/td>/g)].map(([, text]) => text);
    expect(cells).toEqual(written.flat());
  });
});
