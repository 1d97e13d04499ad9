import { createRequire } from 'node:module';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { similarArtists } from '#listenlab/data/charts/artist-bars.js';
import { columnsOf, FRAME_ROW_LIMIT, frame, frameOfRows } from '#listenlab/data/frame/frame.js';

const charts = () => frame({ artist: ['kent', '311', 'muse', '311'], plays: [12, 7, 9, 5] });

describe('Danfo operations on a frame', () => {
  it('add numbers, using tensors', () => {
    const numbers = frame({ a: [1, 2], b: [0.5, 4] });
    expect(numbers.add(10).values).toEqual([
      [11, 10.5],
      [12, 14],
    ]);
  });

  it('print as a table with its size, also when nested in other values', () => {
    const many = frame({ plays: Array.from({ length: 30 }, (_, row) => row) });
    expect(inspect(many)).toMatch(/^DataFrame, 30 rows, 1 column\n╔[\s\S]*║ 9 +│ 9 /);
    expect(inspect({ many: many.column('plays') })).toMatch(/^{\n {2}many: Series, 30 rows\n {2}╔/);
    expect(inspect(many)).not.toContain('$');
  });

  it('sample rows', async () => {
    const sample = await charts().sample(3, { seed: 1 });
    expect(sample.shape).toEqual([3, 2]);
    const rows = charts().values.map(String);
    for (const row of sample.values) expect(rows).toContain(String(row));
  });

  it('group and sum', () => {
    const sums = charts().groupby(['artist']).col(['plays']).sum();
    // Danfo lists groups whose names are digits first.
    expect(columnsOf(sums)).toEqual({ artist: ['311', 'kent', 'muse'], plays_sum: [12, 12, 9] });
  });

  it('sort', () => {
    const sorted = charts().sortValues('plays', { ascending: false });
    expect(columnsOf(sorted)).toEqual({ artist: ['kent', 'muse', '311', '311'], plays: [12, 9, 7, 5] });
  });

  it('describe', () => {
    const described = charts().describe();
    expect(described.index).toEqual(['count', 'mean', 'std', 'min', 'median', 'max', 'variance']);
    const [count, mean, , min, median, max] = columnsOf(described).plays;
    expect([count, mean, min, median, max]).toEqual([4, 8.25, 5, 8, 12]);
  });

  it('print every row', () => {
    const lines = charts().head(2).toString().split('\n');
    expect(lines.filter((line) => line.includes('│')).map((line) => line.match(/[\w]+/g) ?? [])).toEqual([
      ['artist', 'plays'],
      ['0', 'kent', '12'],
      ['1', '311', '7'],
    ]);
  });
});

describe('column types', () => {
  it('are kept for text that looks like numbers', () => {
    const bands = frame({ artist: ['311', '1349', '10cc'].slice(0, 2) });
    expect(bands.dtypes).toEqual(['string']);
    expect(bands.query(bands.column('artist').eq('311' as never)).values).toEqual([['311']]);
  });

  it('are int32 for integers unless they are too large or have gaps', () => {
    const kinds = frame({
      whole: [1, 2],
      large: [2 ** 31, 1],
      least: [-(2 ** 31), 2 ** 31 - 1],
      gaps: [1, null],
      halves: [1, 2.5],
      typed: new Float32Array([1, 2]),
      big: [1n, 2n],
    });
    expect(kinds.dtypes).toEqual(['int32', 'float32', 'int32', 'float32', 'float32', 'int32', 'int32']);
    expect(columnsOf(kinds).large).toEqual([2147483648, 1]);
    expect(columnsOf(kinds).big).toEqual([1, 2]);
  });

  it('distinguish booleans, dates and mixtures', () => {
    const kinds = frame({
      yes: [true, null],
      date: [new Date(0), null],
      mixed: [1, 'two'],
      none: [null, undefined],
    });
    expect(kinds.dtypes).toEqual(['boolean', 'datetime', 'string', 'undefined']);
  });

  it('are inferred from all values, not from the first 20 as in Danfo', () => {
    const late = frame({ artist: [...Array.from({ length: 30 }, () => '311'), 'kent'] });
    expect(late.dtypes).toEqual(['string']);
    const plays = frame({ plays: [...Array.from({ length: 30 }, () => 1), 0.5] });
    expect(plays.dtypes).toEqual(['float32']);
  });
});

describe('missing values', () => {
  const gaps = () =>
    frame({ artist: ['kent', null, 'muse'], plays: [12, undefined, Number.NaN], score: [1.5, null, 2] });

  it('are NaN in numeric columns and null elsewhere', () => {
    expect(gaps().values).toEqual([
      ['kent', 12, 1.5],
      [null, Number.NaN, Number.NaN],
      ['muse', Number.NaN, 2],
    ]);
  });

  it('do not break sums, additions, describe and dropNa', () => {
    expect(gaps().column('score').sum()).toBe(3.5);
    expect(columnsOf(gaps().describe()).plays.slice(0, 1)).toEqual([1]);
    expect(gaps().dropNa().values).toEqual([['kent', 12, 1.5]]);
    expect(gaps().column('score').add(1).values).toEqual([2.5, Number.NaN, 3]);
  });

  it('are returned by columnsOf as null', () => {
    expect(columnsOf(gaps())).toEqual({
      artist: ['kent', null, 'muse'],
      plays: [12, null, null],
      score: [1.5, null, 2],
    });
  });
});

describe('a frame without rows', () => {
  const empty = () => frame({ artist: [], plays: new Int32Array(0) });

  it('has its columns and prints', () => {
    expect(empty().shape).toEqual([0, 2]);
    expect(columnsOf(empty())).toEqual({ artist: [], plays: [] });
    expect(empty().toString()).toMatch(/artist.*plays/);
    expect(empty().head().shape).toEqual([0, 2]);
    expect(empty().column('plays').values).toEqual([]);
    expect(empty().column('plays').sum()).toBe(0);
  });

  it('may be the result of a query', () => {
    const none = charts().query(charts().column('plays').gt(100));
    expect(columnsOf(none)).toEqual({ artist: [], plays: [] });
    expect(none.toString()).toMatch(/artist.*plays/);
  });
});

describe('column names', () => {
  it('may be names of methods and are reachable by column()', () => {
    const methods = frame({ count: [1, 2], rank: [1, 2], sum: [3, 4], 'plays per user': [5, 6] });
    expect(methods.column('count').values).toEqual([1, 2]);
    expect(methods.head(1).values).toEqual([[1, 1, 3, 5]]);
    expect(columnsOf(methods)).toEqual({
      count: [1, 2],
      rank: [1, 2],
      sum: [3, 4],
      'plays per user': [5, 6],
    });
  });

  const { DataFrame } = createRequire(import.meta.url)('../../../dist/data/frame/danfo/danfojs.cjs');
  const members = new Set(['__proto__', 'hasOwnProperty', '$data']);
  for (let level = DataFrame.prototype; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) members.add(name);
  }

  it.each([...members])('%s are refused, or the frame prints and can be read', (name) => {
    const build = () =>
      frame(
        Object.fromEntries([
          ['artist', ['kent', '311']],
          [name, [3, 4]],
        ]),
      );
    let built: ReturnType<typeof build>;
    try {
      built = build();
    } catch (error) {
      expect(String(error)).toBe(
        `InputError: a frame can't have a column named '${name}', which Danfo uses itself; ` +
          `choose another name, for example 'the ${name}'`,
      );
      return;
    }
    expect(columnsOf(built)).toEqual(
      Object.fromEntries([
        ['artist', ['kent', '311']],
        [name, [3, 4]],
      ]),
    );
    if (name !== 'toString') expect(`${built}`).toContain('kent');
    expect(built.column === undefined || built.values.length).toBe(2);
  });

  it('are refused if they would make Danfo recurse forever', () => {
    for (const name of ['index', 'columns', 'values', 'shape', 'dtypes', 'size', '$data', 'constructor']) {
      expect(() => frame({ [name]: [1] })).toThrow(`a frame can't have a column named '${name}'`);
    }
  });
});

describe('the limits of a frame', () => {
  it('are stated in the error', () => {
    expect(() => frame({})).toThrow('a frame needs at least one column');
    expect(() => frame({ a: [1], b: [1, 2] })).toThrow(
      "columns differ in length: 'a' has 1, 'b' has 2; expected one value per row in each",
    );
    expect(() => frame({ a: new Int32Array(FRAME_ROW_LIMIT + 1) })).toThrow(
      '100,001 rows are too many for a frame (limit 100,000); use SQL',
    );
  });
});

describe('columnsOf', () => {
  it('returns what was passed to frame()', () => {
    const column = (length: number) =>
      fc.oneof(
        fc.array(fc.integer(), { minLength: length, maxLength: length }),
        fc.array(fc.option(fc.double({ noNaN: true })), { minLength: length, maxLength: length }),
        fc.array(fc.option(fc.string()), { minLength: length, maxLength: length }),
        fc.array(fc.option(fc.boolean()), { minLength: length, maxLength: length }),
      );
    const table = fc
      .nat({ max: 30 })
      .chain((length) => fc.array(column(length), { minLength: 1, maxLength: 4 }))
      .map((columns) => Object.fromEntries(columns.map((values, i) => [`column ${i}`, values])));
    fc.assert(
      fc.property(table, (columns) => {
        expect(columnsOf(frame(columns))).toEqual(columns);
      }),
    );
  });
});

describe('frameOfRows', () => {
  it('makes a column of each property, in order', () => {
    const frame = frameOfRows([
      { artist: 'kent', similarity: 1 },
      { artist: '311', similarity: 0.5 },
    ]);
    expect(frame.columns).toEqual(['artist', 'similarity']);
    expect(columnsOf(frame)).toEqual({ artist: ['kent', '311'], similarity: [1, 0.5] });
  });

  it('refuses to infer columns from no rows', () => {
    expect(() => frameOfRows([])).toThrow(
      'there are no rows to take the columns of a frame from; name them, as in',
    );
  });

  it('accepts no rows if the columns are given, and charts accept the result', () => {
    const none: { artist: string; similarity: number }[] = [];
    const frame = frameOfRows(none, ['artist', 'similarity']);
    expect(frame.columns).toEqual(['artist', 'similarity']);
    expect(columnsOf(frame)).toEqual({ artist: [], similarity: [] });
    expect(similarArtists(columnsOf(frame), { of: 'kent' }).layout).toMatchObject({
      title: { text: 'Artists similar to kent' },
    });
  });
});
