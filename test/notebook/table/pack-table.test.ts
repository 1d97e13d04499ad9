import { describe, expect, it } from 'vitest';
import { frame, userMask } from '#listenlab/index.js';
import { toMimeBundle } from '#listenlab/notebook/display/mime-bundle.js';
import { unpackTable } from '#listenlab/notebook/table/node/pack-table.js';
import { isPackedTable, type PackedTable, TABLE_TYPE } from '#listenlab/notebook/table/packed-table.js';
import { describedBy } from '#listenlab/util/description.js';

function packed(value: unknown): PackedTable | undefined {
  return toMimeBundle(value)?.[TABLE_TYPE] as PackedTable | undefined;
}

const numbers = (count: number) => Array.from({ length: count }, (_, row) => row);

describe('a packed table', () => {
  const artist = numbers(12_345).map((row) => `artist ${row}`);
  const plays = numbers(12_345).map((row) => (row % 7 === 0 ? Number.NaN : row * 1.5));
  const rows = numbers(12_345).map((row) => ({ artist: artist[row], plays: plays[row] }));

  it.each([
    ['a frame', frame({ artist, plays })],
    ['records', rows],
    ['what describes itself', describedBy({}, () => ({ title: 'plays', columns: { artist, plays } }))],
  ])('has all rows of %s', (_, value) => {
    const table = packed(value)!;
    expect(isPackedTable(table)).toBe(true);
    expect(table.rows).toBe(12_345);
    expect(table.columns.map(({ name, format }) => [name, format.kind])).toEqual([
      ['artist', 'text'],
      ['plays', 'decimal'],
    ]);
    expect(unpackTable(table)).toEqual({
      values: [artist, plays.map((value) => (Number.isNaN(value) ? null : value))],
    });
  });

  it('is plain JSON as long as all of its rows are shown, and left out of short tables', () => {
    expect(packed(frame({ row: numbers(60) }))?.data).toEqual({ values: [numbers(60)] });
    expect(packed(frame({ row: numbers(61) }))?.data).toEqual(expect.any(String));
    expect(packed(frame({ row: numbers(5) }))).toBeUndefined();
  });

  it('keeps what JSON has no numbers for, dates, and the names of rows', () => {
    const table = packed([
      { big: 2n ** 60n, far: Number.POSITIVE_INFINITY, day: new Date(0) },
      ...numbers(6).map((row) => ({ big: 1n, far: row, day: null })),
    ])!;
    const { values } = unpackTable(table)!;
    expect(values.map((column) => column[0])).toEqual([
      String(2n ** 60n),
      'Infinity',
      '1970-01-01T00:00:00.000Z',
    ]);
    const named = frame({ plays: numbers(6) });
    named.setIndex({ index: ['a', 'b', 'c', 'd', 'e', 'f'], inplace: true });
    expect(unpackTable(packed(named)!)?.index).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('has no more than 100,000 rows and 4 MB, from the first on', () => {
    const answer = (columns: Record<string, unknown[]>) =>
      describedBy({}, () => ({ title: 'answer', columns }));
    const long = packed(answer({ row: numbers(150_000) }))!;
    expect(long.rows).toBe(150_000);
    expect(unpackTable(long)?.values[0]).toHaveLength(100_000);
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647);
    const wide = packed(
      answer({ hash: numbers(99_000).map(() => `${random()}-${random()}-${random()}-${random()}`) }),
    )!;
    const kept = unpackTable(wide)!.values[0].length;
    expect((wide.data as string).length).toBeLessThanOrEqual(4_000_000);
    expect(kept).toBeGreaterThan(10_000);
    expect(wide.rows).toBe(99_000);
  });

  it('runs no getter of a record', () => {
    const hidden = numbers(70).map((row) => ({ row }));
    Object.defineProperty(hidden[65], 'row', { enumerable: true, get: () => expect.unreachable() });
    expect(unpackTable(packed(hidden)!)?.values[0][65]).toBeNull();
  });

  it('of a list that a mask has cut holds no more of it than is shown', () => {
    const list = userMask().list(frame({ artist, plays }));
    expect(unpackTable(packed(list)!)?.values[0]).toEqual(artist.slice(0, 10));
  });

  it('that is damaged is not unpacked', () => {
    const table = packed(rows)!;
    for (const data of ['', '!', String(table.data).slice(0, 100)]) {
      expect(unpackTable({ ...table, data })).toBeUndefined();
    }
    expect(unpackTable({ ...table, columns: table.columns.slice(1) })).toBeUndefined();
    for (const other of [
      null,
      'text',
      {},
      { ...table, rows: -0.5 },
      { ...table, columns: [{ name: 'a' }] },
    ]) {
      expect(isPackedTable(other)).toBe(false);
    }
  });
});
