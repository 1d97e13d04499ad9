import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { entryOrder } from '#listenlab/data/dataset/clean/clean.js';

/** Numbers around each boundary of the packed sort key, up to the largest of 24 bits. */
const NUMBERS = [0, 1, 255, 256, 65_535, 65_536, 65_537, 131_071, 131_072, 2 ** 23, 2 ** 24 - 1];
/** Shuffled, so that a missing sort is noticed. */
const SHUFFLED = NUMBERS.map((_, i) => NUMBERS[(i * 7) % NUMBERS.length]);

async function sorted(order: string, numbers: readonly number[]): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const result = await connection.run(
    `SELECT user_index, artist_index FROM
      (SELECT unnest([${numbers}])::INTEGER AS user_index), (SELECT unnest([${numbers}])::INTEGER AS artist_index)
    ORDER BY ${order}`,
  );
  const rows = await result.getRowsJS();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const pairs = (numbers: readonly number[]) =>
  numbers.flatMap((user) => numbers.map((artist) => [user, artist]));

it('sorting entries with indices of up to 24 bits orders by user, then artist', async () => {
  expect(await sorted(entryOrder(2 ** 24, 2 ** 24), SHUFFLED)).toEqual(pairs(NUMBERS));
});

it.each([
  [2 ** 24 + 1, 1],
  [1, 2 ** 24 + 1],
])(
  'sorting entries with larger indices gives the same order (%i users, %i artists)',
  async (users, artists) => {
    const larger = [...NUMBERS, 2 ** 24, 2 ** 31 - 1];
    expect(await sorted(entryOrder(users, artists), [...larger].reverse())).toEqual(pairs(larger));
  },
);
