import { expect, it } from 'vitest';
import { metrics } from '#listenlab/index.js';
import { judge, K, splitOf } from './judged.js';

it('strata of artists make up all lists, held-out artists and hits, counted one by one', async () => {
  const split = splitOf(120);
  const evaluation = await judge(split);
  const rows = await metrics.byPopularity(evaluation);
  expect(rows.map(({ stratum }) => stratum)).toEqual(['head', 'middle', 'tail']);
  for (const share of ['artists', 'known', 'heldOut', 'recommended', 'hits'] as const) {
    expect(rows.reduce((sum, row) => sum + row[share], 0)).toBeCloseTo(1, 12);
  }
  const listeners = new Map<string, number>();
  const { users, artists, byUser } = split.train;
  for (const artist of byUser.indices) {
    listeners.set(artists.names[artist], (listeners.get(artists.names[artist]) ?? 0) + 1);
  }
  // The head holds the best known: so many artists as its share says.
  const head = [...listeners]
    .sort(([, a], [, b]) => b - a)
    .slice(0, Math.round(rows[0].artists * artists.size));
  const known = new Set(head.map(([name]) => name));
  let [hidden, found, hits] = [0, 0, 0];
  const [{ lists }] = evaluation.measured.judged;
  evaluation.measured.names.forEach((name, i) => {
    const row = users.index(name);
    const { indptr, indices } = split.test.byUser;
    const held = Array.from(
      indices.subarray(indptr[row], indptr[row + 1]),
      (artist) => artists.names[artist],
    );
    const list = Array.from(lists.artists.subarray(i * K, i * K + K), (artist) => artists.names[artist]);
    hidden += held.filter((artist) => known.has(artist)).length;
    found += held.filter((artist) => known.has(artist) && list.includes(artist)).length;
    hits += held.filter((artist) => list.includes(artist)).length;
  });
  expect(rows[0].recall).toBeCloseTo(found / hidden, 12);
  expect(rows[0].hits).toBeCloseTo(found / hits, 12);
  expect(hits).toBeCloseTo(evaluation.mean('precision') * K * evaluation.users, 9);
  expect(rows[0].low).toBeLessThanOrEqual(rows[0].recall);
  expect(rows[0].high).toBeGreaterThanOrEqual(rows[0].recall);
});

it('strata are counted in lists of a length that was evaluated', async () => {
  const evaluation = await judge(splitOf(40), undefined, { k: [3, 5] });
  const [short, long] = [
    await metrics.byPopularity(evaluation),
    await metrics.byPopularity(evaluation, { k: 5 }),
  ];
  const recall = (rows: typeof short) => rows.map((row) => row.recall);
  recall(long).forEach((value, s) => {
    expect(value).toBeGreaterThanOrEqual(recall(short)[s]);
  });
  await expect(metrics.byPopularity(evaluation, { k: 4 })).rejects.toThrow(
    'k is 4; expected a length that was evaluated: 3, 5',
  );
});
