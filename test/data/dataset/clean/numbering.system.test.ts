import { expect, it } from 'vitest';
import { lines360K, testFolder } from '../support.js';

const { write, open, clean } = testFolder();

it('cleaning numbers names in byte order across many blocks of rows, without names that have only bad rows', async () => {
  // Names of seven digits, so that byte order is numeric order; every thousandth has only a bad row, and one row has no user.
  const name = (i: number) => String(1_000_000 + i);
  const isLost = (i: number) => i % 1000 === 7;
  const source = Array.from({ length: 150_000 }, (_, i) => [name(i), name(i), isLost(i) ? 0 : 1] as const);
  const shuffled = source.map((_, i) => source[(i * 7919) % source.length]);
  const cleaned = await clean(await open(write('many.tsv', lines360K([...shuffled, ['', 'kent', 3]]))));
  const expected = source.filter((_, i) => !isLost(i)).map(([user]) => user);
  for (const kind of ['user', 'artist']) {
    const { columns } = await cleaned.query(`FROM ${kind}s ORDER BY ${kind}_index`);
    expect(columns[`${kind}_index`]).toEqual(expected.map((_, i) => i));
    expect(columns[kind]).toEqual(expected);
  }
});
