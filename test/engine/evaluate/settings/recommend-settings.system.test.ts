import { describe, expect, it } from 'vitest';
import {
  baselines,
  type EvidenceRow,
  evaluate,
  IdMap,
  Interactions,
  interactionsFromRows,
  type RecommendedSettings,
  recommendSettings,
  splits,
} from '#listenlab/index.js';
import { seededRandom } from '#listenlab/util/random.js';
import { tastes } from '../sweep/tastes.js';

/** Plays on which training fails with raw counts only: times alpha, one of them exceeds single precision. */
function withOneHugeCount() {
  const plays = tastes(160);
  plays.byUser.values[0] = 3e38;
  return plays;
}

/** Trials made, and those left out. */
function countTrials({ stages }: RecommendedSettings): [tried: number, left: number] {
  return [stages.reduce((sum, { tried }) => sum + tried, 0), stages.reduce((sum, { left }) => sum + left, 0)];
}

const README = { weighting: 'log', alpha: 1, factors: 20, iterations: 20 };

// Trains on worker threads: slow on a busy machine.
describe('recommendSettings', () => {
  it('finds settings that beat what everybody uses, and compares them with other models', async () => {
    const notes: string[] = [];
    const { evidence, comparison, stages, verdict, ...rest } = await recommendSettings(tastes(160), {
      trials: 8,
      threads: 2,
      onProgress: ({ task, note }) => notes.push(`${task}: ${note}`),
    });
    expect(rest).toMatchObject({ metric: 'ndcg', k: 10, users: 160, ofUsers: 160, failed: [] });
    expect(stages.map(({ stage, kind }) => ({ stage, kind }))).toEqual(
      ['weightings', 'penalties and unobserved weights', 'numbers of factors', 'refinement of the best'].map(
        (kind, at) => ({ stage: at + 1, kind }),
      ),
    );
    expect(evidence).toEqual([...evidence].sort((a, b) => b.splits - a.splits || b.mean - a.mean));
    expect(evidence).toContainEqual(expect.objectContaining(README));
    expect(comparison.map(({ model }) => model)).toEqual([
      'recommended settings',
      'weighting log, alpha 1',
      "the original notebook's recipe",
      'popularity',
      'EASE',
      'item neighbours, tuned',
    ]);
    const [recommended, , recipe, popularity] = comparison;
    expect(recommended.ahead).toBeNull();
    expect(popularity.ahead?.high).toBeLessThan(0);
    expect(recommended.mean).toBeGreaterThan(recipe.mean as number);
    expect(verdict).toContain('the settings found');
    expect(notes[0]).toMatch(/^searching settings: weightings: /);
  });

  it('finds the same with the same trials on any number of threads', async () => {
    const untimed = ({ seconds, ...row }: EvidenceRow) => row;
    const search = async (threads: number) => {
      const found = await recommendSettings(tastes(60, 4), { trials: 7, threads });
      return {
        ...found,
        evidence: found.evidence.map(untimed),
        basis: untimed(found.basis),
        comparison: found.comparison.map(({ mean }) => mean),
      };
    };
    expect(await search(2)).toEqual(await search(1));
  });

  it.each([1, 6])('makes no more than %i trials, and says what it left out', async (trials) => {
    const found = await recommendSettings(tastes(120), { trials, threads: 2 });
    const [tried, left] = countTrials(found);
    expect(tried).toBeLessThanOrEqual(trials);
    expect(tried).toBeGreaterThan(trials / 2);
    expect(left).toBe(found.left);
    expect(found.shortfall).toContain(`it made ${tried} of ${tried + left}`);
    if (trials === 1) expect(found.options).toMatchObject(README);
  });

  it('searches on a sample of the users, and adjusts what it finds to all of them', async () => {
    const all = tastes(160);
    const entries = Math.round(all.size / 4);
    const sample = splits.sampleUsers(all, { entries, seed: 7 });
    const how = { trials: 4, threads: 2, seed: 7 };
    const found = await recommendSettings(all, { ...how, entries });
    expect(found).toMatchObject({ users: sample.users.size, ofUsers: 160 });
    expect(sample.users.size).toBeLessThan(60);
    const alone = await recommendSettings(sample, how);
    expect(found.evidence.map(({ mean }) => mean)).toEqual(alone.evidence.map(({ mean }) => mean));
    expect(found.options.weighting).toBe(alone.options.weighting);
    expect(found.options.factors).toBe(alone.options.factors);
  });

  it('says that time was over, and makes one trial even if there is none', async () => {
    const found = await recommendSettings(tastes(120), { seconds: 1e-6, threads: 2 });
    expect(countTrials(found)[0]).toBe(1);
    expect(found.options).toMatchObject(README);
    expect(found.shortfall).toContain('this machine was too slow or too busy');
  });

  it.each(['auc', 'mrr'])('searches by %s, which has no length of lists or one', async (metric) => {
    const { basis, evidence, comparison } = await recommendSettings(tastes(60), {
      trials: 2,
      threads: 2,
      metric,
    });
    expect(evidence).toContain(basis);
    const split = splits.random(tastes(60), { seed: 42 });
    const popular = await evaluate(await baselines.popularity().fit(split.train), split, {
      metrics: [metric],
    });
    expect(comparison[3].mean).toBe(popular.mean(metric));
  });

  it('says that models cannot be told apart where every list is right', async () => {
    const { verdict } = await recommendSettings(
      drawn(30, 12, () => 1),
      { trials: 1, threads: 2 },
    );
    expect(verdict).toContain('plays all 12 artists, so every list is right');
  });

  it('judges by listeners whom the model does not know, if asked to', async () => {
    const unknown = await recommendSettings(tastes(150), { trials: 3, threads: 2, split: 'users' });
    // Four fifths of the users train; a fifth of these is asked.
    expect(unknown.evidence[0].users).toBe(24);
    expect(unknown.comparison[3].ahead?.high).toBeLessThan(0);
  });

  it('recommends settings that can be trained, and reports why others failed', async () => {
    const { options, comparison, failed } = await recommendSettings(withOneHugeCount(), {
      trials: 2,
      threads: 2,
    });
    expect(options.weighting).not.toBe('linear');
    expect(comparison[2].mean).toBeNull();
    expect(failed.at(-1)).toEqual({
      options: expect.anything(),
      reason: expect.stringContaining('are not finite'),
    });
  });

  it('refuses invalid options and too few plays to split', async () => {
    const plays = tastes();
    await expect(recommendSettings(plays, { seconds: 0 })).rejects.toThrow(
      'seconds is 0; expected a finite number above 0',
    );
    await expect(recommendSettings(plays, { trials: 0 })).rejects.toThrow(
      'trials is 0; expected a whole number',
    );
    await expect(recommendSettings(plays, { split: 'time' as 'users' })).rejects.toThrow(
      "split is 'time'; expected",
    );
    await expect(recommendSettings(plays, { metric: 'loss' })).rejects.toThrow(
      "no metric 'loss' to search by",
    );
    const one = interactionsFromRows([{ user: 'ann', artist: 'kent', plays: 3 }]);
    await expect(recommendSettings(one)).rejects.toThrow('cannot hold out 0.2 of 1 entries');
  });
});

/** Users who play some of the artists, each with the probability that is given. */
function drawn(users: number, artists: number, probability: (user: number, artist: number) => number) {
  const random = seededRandom(3);
  const rows = Array.from({ length: users }, (_, user) =>
    Array.from({ length: artists }, (_, artist) => ({ user: `u${user}`, artist: `a${artist}` }))
      .filter((_, artist) => random.uniform() < probability(user, artist))
      .map((pair) => ({ ...pair, plays: 1 + random.integer(50) })),
  );
  return interactionsFromRows(rows.flat());
}

/** 10 artists for each user, of neighbours in half of the cases. */
function sparse(users: number, artists: number): Interactions {
  const random = seededRandom(9);
  const lists = Array.from({ length: users }, (_, user) => {
    const chosen = new Set<number>();
    while (chosen.size < 10)
      chosen.add(random.integer(2) ? random.integer(artists) : (user % 5) * 40 + random.integer(40));
    return [...chosen].sort((a, b) => a - b);
  });
  const names = (word: string, count: number) => Array.from({ length: count }, (_, i) => `${word}${i}`);
  return new Interactions(new IdMap('user', names('u', users)), new IdMap('artist', names('a', artists)), {
    rows: users,
    columns: artists,
    indptr: Int32Array.from({ length: users + 1 }, (_, user) => 10 * user),
    indices: Int32Array.from(lists.flat()),
    values: new Float32Array(10 * users).fill(1),
  });
}

describe('a search on unusual plays', () => {
  const NOTHING = '**Nothing that was tried is shown to be better than popularity**';
  it.each([
    ['everybody plays the same', () => drawn(60, 20, () => 1), false],
    [
      'artists are drawn from nothing but their popularity',
      () => drawn(150, 60, (_, artist) => 0.9 / (1 + artist / 4)),
      false,
    ],
    [
      'half of everything is played',
      () => drawn(150, 80, (user, artist) => (user % 3 === artist % 3 ? 0.9 : 0.3)),
      true,
    ],
    // The benchmark of the search has 100,000 artists.
    ['each plays 10 of 20,000 artists', () => sparse(400, 20_000), true],
    [
      'all plays are alike',
      () => {
        const plays = tastes(160);
        plays.byUser.values.fill(3);
        return plays;
      },
      true,
    ],
  ])(
    'where %s ends with settings that beat popularity, or says that nothing does',
    async (_, make, isBetter) => {
      const { comparison, verdict, best } = await recommendSettings(make(), { trials: 6, threads: 2 });
      const popularity = comparison.find(({ model }) => model === 'popularity');
      expect(verdict.includes(NOTHING)).toBe(!isBetter);
      if (isBetter && best === 'recommended settings') expect(popularity?.ahead?.high).toBeLessThan(0);
      if (isBetter) expect(best).not.toBe('popularity');
    },
  );
});
