import { describe, expect, it } from 'vitest';
import { holm } from '#listenlab/engine/evaluate/comparison/holm.js';
import { Evaluation } from '#listenlab/engine/evaluate/evaluation.js';
import { evaluate, frame, frameOfRows, metrics, splits, trainAls } from '#listenlab/index.js';
import { descriptionOf } from '#listenlab/util/description.js';
import { seededRandom } from '#listenlab/util/random.js';
import { tastes } from '../sweep/tastes.js';

const { compare } = metrics;
const NO_DIFFERENCE = 'no difference that this data can show';

/** An evaluation of these users' values of NDCG@10; weights are on how many splits each was evaluated. */
function judged(
  values: readonly number[],
  { names = namesOf(values.length), weights = ones(values.length) } = {},
) {
  const sums = Float64Array.from(values, (value, user) => value * weights[user]);
  const column = { metric: 'ndcg' as const, k: 10, sums, weights: Float64Array.from(weights) };
  const measured = { names, heldOut: ones(values.length), columns: [column], wholes: [], judged: [] };
  return new Evaluation(measured, [], { confidence: 0.95, resamples: 0, seed: 7 });
}

const namesOf = (users: number) => Array.from({ length: users }, (_, user) => `user ${user}`);
const ones = (users: number) => new Array<number>(users).fill(1);
const meanOf = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** Values of users who are hard or easy for every model, and what each model adds to that. */
function valuesOf(users: number, lifts: readonly number[], seed = 3) {
  const random = seededRandom(seed);
  const base = Array.from({ length: users }, () => random.uniform());
  return lifts.map((lift) => base.map((value) => value + lift + 0.1 * random.normal()));
}

describe('comparing models', () => {
  const [best, next, worst] = valuesOf(120, [0.1, 0.1, 0]);
  const evaluations = { worst: judged(worst), best: judged(best), next: judged(next) };

  it('takes every pair once, the better mean first, each with the test of its differences and Holm over all', async () => {
    const { rows, models, users, label } = await compare(evaluations);
    const means: Record<string, number> = { best: meanOf(best), next: meanOf(next), worst: meanOf(worst) };
    const order = Object.keys(means).sort((a, b) => means[b] - means[a]);
    expect(models.map(({ model }) => model)).toEqual(order);
    expect(rows.map(({ model, other }) => [model, other])).toEqual([
      [order[0], order[1]],
      [order[0], order[2]],
      [order[1], order[2]],
    ]);
    expect({ users, label }).toEqual({ users: 120, label: 'NDCG@10' });
    const values: Record<string, number[]> = { best, next, worst };
    const p = rows.map(
      ({ model, other }) => metrics.signedRank(values[model].map((v, u) => v - values[other][u])).p,
    );
    rows.forEach((row, i) => {
      expect(row.difference).toBeCloseTo(means[row.model] - means[row.other], 12);
      expect(row.p).toBeCloseTo(p[i], 12);
    });
    expect(rows.map(({ pHolm }) => pHolm)).toEqual(holm(rows.map((row) => row.p)));
    expect(rows.map(({ verdict }) => verdict)).toEqual([NO_DIFFERENCE, 'better', 'better']);
  });

  it('draws users with the values of both models, as a bootstrap of the differences does', async () => {
    const resamples = 400;
    const { rows } = await compare(evaluations, { resamples, seed: 11, confidence: 0.9 });
    const values: Record<string, number[]> = { best, next, worst };
    const sets = seededRandom(11);
    const draws = Array.from({ length: resamples }, () =>
      Array.from({ length: 120 }, () => sets.integer(120)),
    );
    for (const { model, other, low, high } of rows) {
      const means = draws.map((users) => meanOf(users.map((u) => values[model][u] - values[other][u])));
      means.sort((a, b) => a - b);
      const at = (share: number) => {
        const place = share * (resamples - 1);
        const [below, above] = [means[Math.floor(place)], means[Math.ceil(place)]];
        return below + (place % 1) * (above - below);
      };
      expect(low).toBeCloseTo(at(0.05), 10);
      expect(high).toBeCloseTo(at(0.95), 10);
    }
  });

  it('says of a pair what two models alone are told, from either side', async () => {
    const alone = await metrics.pairedDifference(
      await metrics.poolEvaluations([evaluations.best], { resamples: 1000 }),
      evaluations.worst,
      'ndcg',
    );
    const comparison = await compare({ best: evaluations.best, worst: evaluations.worst });
    const row = comparison.between('best', 'worst');
    expect(row).toMatchObject({ p: alone.p, pHolm: alone.p, verdict: 'better' });
    expect(alone.shown).toBe(true);
    for (const end of ['low', 'high'] as const) expect(row[end]).toBeCloseTo(alone[end], 10);
    expect(comparison.between('worst', 'best')).toEqual({
      ...row,
      model: 'worst',
      other: 'best',
      difference: -row.difference,
      low: -row.high,
      high: -row.low,
      verdict: 'worse',
    });
  });

  it('is the same whatever the order of models and of users', async () => {
    const shuffled = seededRandom(5).shuffle(Int32Array.from({ length: 120 }, (_, user) => user));
    const names = Array.from(shuffled, (user) => `user ${user}`);
    const turned = (values: number[]) =>
      judged(
        Array.from(shuffled, (user) => values[user]),
        { names },
      );
    const given = await compare(evaluations);
    // The first decides the order in which users are drawn.
    const other = await compare([
      ['worst', evaluations.worst],
      ['next', turned(next)],
      ['best', turned(best)],
    ]);
    expect(other.rows).toEqual(given.rows);
  });

  it('shows as a table of pairs, and as a matrix of who beats whom', async () => {
    const comparison = await compare(evaluations);
    const [first, second, third] = comparison.models.map(({ model }) => model);
    expect(comparison.matrix()).toEqual({
      model: [first, second, third],
      [`than ${first}`]: ['', 'no difference', 'worse'],
      [`than ${second}`]: ['no difference', '', 'worse'],
      [`than ${third}`]: ['better', 'better', ''],
    });
    expect(frame(comparison.matrix()).shape).toEqual([3, 4]);
    expect(frameOfRows(comparison.rows).shape).toEqual([3, 8]);
    const { title, columns } = descriptionOf(comparison) ?? {};
    expect(title).toBe(
      'Comparison of 3 models by NDCG@10 on 120 users: 2 of 3 pairs differ by more than chance, at 95 % for all pairs together',
    );
    expect(columns?.verdict).toEqual(comparison.rows.map(({ verdict }) => verdict));
  });

  it('claims nothing where all values are equal, or on few users however far they are apart', async () => {
    const same = await compare({ a: judged(best), b: judged(best) });
    expect(same.rows).toMatchObject([
      { difference: 0, low: 0, high: 0, p: 1, pHolm: 1, verdict: NO_DIFFERENCE },
    ]);
    const few = await compare({ a: judged(ones(19)), b: judged(new Array(19).fill(0)) });
    expect(few.rows[0].p).toBeLessThan(0.001);
    expect(few.rows[0].verdict).toBe(NO_DIFFERENCE);
    const enough = await compare({ a: judged(ones(20)), b: judged(new Array(20).fill(0)) });
    expect(enough.rows[0].verdict).toBe('better');
  });

  it('claims nothing where a few large differences make the mean, and most users prefer the other model', async () => {
    const users = 100;
    const a = Array.from({ length: users }, (_, user) => (user < 12 ? 0.9 : 0.1));
    const b = Array.from({ length: users }, (_, user) => (user < 12 ? 0.1 : 0.12));
    const { rows } = await compare({ a: judged(a), b: judged(b) });
    expect(rows[0]).toMatchObject({ model: 'a', other: 'b', verdict: NO_DIFFERENCE });
    expect(rows[0].low).toBeGreaterThan(0);
    expect(rows[0].p).toBeLessThan(0.05);
  });

  it('hardly ever calls models different that are not, however many are compared', async () => {
    let claimed = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const models = valuesOf(60, [0, 0, 0, 0, 0], 1000 + seed).map(
        (values, m) => [`${m}`, judged(values)] as const,
      );
      const { rows } = await compare(models, { resamples: 200 });
      if (rows.some(({ verdict }) => verdict === 'better')) claimed++;
    }
    // At most 5% of 40 are expected; more than 6 would come once in 70 times if it were so.
    expect(claimed).toBeLessThanOrEqual(6);
  });

  it('takes the mean over the splits as a user’s one value, so that splits add no users', async () => {
    const parts = [0, 1, 2].map((split) => valuesOf(50, [0.02, 0], 40 + split));
    const pool = (model: number) =>
      metrics.poolEvaluations(
        parts.map((part) => judged(part[model])),
        { resamples: 1 },
      );
    const pooled = await compare({ a: await pool(0), b: await pool(1) }, { resamples: 300 });
    const meansOver = (model: number) => ones(50).map((_, u) => meanOf(parts.map((part) => part[model][u])));
    const plain = await compare({ a: judged(meansOver(0)), b: judged(meansOver(1)) }, { resamples: 300 });
    expect(pooled.users).toBe(50);
    pooled.rows.forEach((row, i) => {
      expect(row.p).toBe(plain.rows[i].p);
      for (const name of ['difference', 'low', 'high'] as const)
        expect(row[name]).toBeCloseTo(plain.rows[i][name], 12);
    });
    // A user of two splits counts as much as one of three.
    const weights = ones(50).map((_, user) => 1 + (user % 3));
    const uneven = await compare(
      { a: judged(meansOver(0), { weights }), b: judged(meansOver(1)) },
      { resamples: 300 },
    );
    expect(uneven.rows[0].difference).toBeCloseTo(plain.rows[0].difference, 12);
  });

  it('compares evaluations of real models on plays that none of them was chosen by', async () => {
    const split = splits.random(tastes(), { seed: 29 });
    const judge = async (options: object) =>
      evaluate(await trainAls(split.train, options), split, {
        k: [3, 5],
        resamples: 0,
        metrics: ['ndcg', 'recall'],
      });
    const good = await judge({ factors: 8, weighting: 'log', alpha: 1 });
    const bad = await judge({ factors: 1, iterations: 1 });
    const comparison = await compare({ bad, good }, { metric: 'recall', k: 5 });
    expect(comparison.label).toBe('recall@5');
    expect(comparison.rows).toMatchObject([{ model: 'good', other: 'bad', verdict: 'better' }]);
    expect(comparison.rows[0].difference).toBeCloseTo(good.mean('recall', 5) - bad.mean('recall', 5), 12);
    await expect(compare({ bad, good }, { metric: 'recall', k: 4 })).rejects.toThrow(
      /^recall at 4 cannot be compared user by user; the evaluation has .*recall@3, recall@5/,
    );
  });

  it('can be interrupted, and tells how far it is', async () => {
    const controller = new AbortController();
    const stopped = compare(evaluations, {
      signal: controller.signal,
      resamples: 1_000_000,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  it.each([
    [{}, 'there is nothing to compare: 0 of at least 2 evaluations was given'],
    [{ a: evaluations.best }, 'there is nothing to compare: 1 of at least 2 evaluations was given'],
    [
      [
        ['a', evaluations.best],
        ['a', evaluations.next],
      ],
      "two evaluations are named 'a'; expected a name of its own for each",
    ],
    [{ a: evaluations.best, b: 3 }, /^3 was given; expected evaluations, as evaluate\(\) makes them/],
    [{ a: evaluations.best, b: judged(best.slice(1)) }, /^the evaluations cover different users/],
    [
      { a: evaluations.best, b: judged(best, { names: namesOf(121).slice(1) }) },
      /^the evaluations cover different users/,
    ],
  ])('refuses %j', async (given, message) => {
    await expect(compare(given as Record<string, Evaluation>)).rejects.toThrow(message);
  });

  it('refuses a model that was not compared', async () => {
    const comparison = await compare(evaluations);
    expect(() => comparison.between('best', 'wurst')).toThrow(
      /^no model 'wurst' was compared; did you mean 'worst'\?/,
    );
    expect(() => comparison.between('best', 'best')).toThrow("'best' was given twice");
  });
});
