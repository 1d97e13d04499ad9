import { describe, expect, it } from 'vitest';
import { evaluate } from '#listenlab/engine/evaluate/node/evaluate.js';
import {
  baselines,
  compareSettings,
  interactionsFromRows,
  metrics,
  describe as sentences,
  splits,
  trainAls,
} from '#listenlab/index.js';
import { tastes } from '../sweep/tastes.js';

/** Everybody plays some of the same few artists, mostly the most famous, and one that nobody else plays, a lot. */
function charts(users = 120) {
  const rows = Array.from({ length: users }, (_, user) => [
    ...Array.from({ length: 8 }, (_, i) => ({
      user: `u${user}`,
      artist: `famous ${(i * (1 + (user % 3))) % 12}`,
      plays: 1,
    })),
    { user: `u${user}`, artist: `own ${user}`, plays: 5000 },
    { user: `u${user}`, artist: `own ${(user * 7) % users} too`, plays: 3000 },
  ]);
  return interactionsFromRows(rows.flat());
}

describe('comparing settings with popularity', () => {
  it('gives the same scores as separate evaluations and names the best settings for training', async () => {
    const plays = tastes();
    const log = { weighting: 'log', alpha: 1, factors: 8 };
    const quality = await compareSettings(plays, [{ factors: 8 }, log], { k: 5, seed: 3 });
    const split = splits.random(plays, { seed: 3 });
    const judge = async (model: Parameters<typeof evaluate>[0]) =>
      (await evaluate(model, split, { k: 5, metrics: ['ndcg'] })).mean('ndcg');
    const scores = [
      await judge(await trainAls(split.train, { factors: 8 })),
      await judge(await trainAls(split.train, log)),
    ];
    expect(quality.found?.settings.map(({ mean }) => mean)).toEqual(scores);
    expect(quality.found?.popularity.mean).toBe(await judge(await baselines.popularity().fit(split.train)));
    expect(quality.best).toEqual(scores[1] > scores[0] ? log : { factors: 8 });
    expect(Object.keys(quality.numbers)).toEqual([
      'NDCG@5, popularity',
      'NDCG@5, factors 8',
      'NDCG@5, weighting log, alpha 1, factors 8',
    ]);
    expect(quality.warning).toBe('');
    expect(quality.verdict).toContain(`**${quality.bestName.replaceAll('-', '\\-')}**`);
    const [plain, logs] = await Promise.all(
      [{ factors: 8 }, log].map(async (options) =>
        evaluate(await trainAls(split.train, options), split, { k: 5, metrics: ['ndcg'] }),
      ),
    );
    const lead = await metrics.pairedDifference(logs, plain, 'ndcg');
    expect(quality.found?.lead).toEqual(lead);
    expect(quality.verdict.includes('by less than these plays can show')).toBe(lead.low <= 0);
  });

  it('warns about settings worse than popularity', async () => {
    const { verdict, warning, found } = await compareSettings(charts(), [{ factors: 4 }]);
    const [judged] = found?.settings ?? [];
    expect(judged.abovePopularity.high).toBeLessThan(0);
    expect(judged.abovePopularity.mean).toBeCloseTo(judged.mean - (found?.popularity.mean ?? 0), 12);
    expect(verdict).toContain('⚠ **Worse than popularity**');
    expect(verdict).toContain(`of ${found?.users} listeners, *popularity* has an NDCG@10 of`);
    expect(verdict).not.toContain('The best of these');
    expect(verdict).toContain(warning);
    expect(warning).toContain('⚠ **Worse than popularity**');
  });

  it('evaluates repeated settings once', async () => {
    const { tried } = await compareSettings(tastes(), [{}, { alpha: 15, threads: 1 }, { alpha: 2 }]);
    expect(tried).toEqual([{}, { alpha: 2 }]);
  });

  it('uses a sample if there are many plays', async () => {
    const { found, verdict } = await compareSettings(tastes(200), [{ factors: 4 }], { entries: 700 });
    expect(found?.sampledOf.of).toBe(200);
    expect(found?.sampledOf.users).toBeLessThan(100);
    expect(verdict).toContain(`(of a sample of ${found?.sampledOf.users} of the 200 listeners)`);
  });

  it('asks about listeners whom no model was trained on, if the settings are for those', async () => {
    const plays = tastes(150);
    const log = { weighting: 'log', alpha: 1, factors: 8 };
    const quality = await compareSettings(plays, [log], { split: 'users', seed: 3 });
    const split = splits.holdOutUsers(plays, { users: 0.2, seed: 3 });
    const judged = await evaluate(await trainAls(split.train, log), split, { k: 10, metrics: ['ndcg'] });
    expect(quality.found).toMatchObject({
      split: 'users',
      users: 30,
      settings: [{ mean: judged.mean('ndcg') }],
    });
    expect(quality.verdict).toContain(
      'On plays of 30 listeners on whom nothing was trained, *popularity* has',
    );
    const sampled = await compareSettings(plays, [log], { split: 'users', entries: 700 });
    expect(sampled.verdict).toMatch(
      /on whom nothing was trained \(of a sample of \d+ of the 150 listeners\), \*/,
    );
    const few = await compareSettings(tastes(8), [log], { split: 'users' });
    expect(few.verdict).toContain('So few listeners cannot show which is better.');
    const none = await compareSettings(tastes(2), [log], { split: 'users' });
    expect(none.verdict).toMatch(/cannot be judged from these plays: cannot hold out 0 of 2 users/);
    await expect(compareSettings(plays, [log], { split: 'time' })).rejects.toThrow(
      "split is 'time'; expected",
    );
  });

  it('explains if no plays can be held out, and draws no conclusion from few listeners', async () => {
    const pairs = interactionsFromRows([
      { user: 'ann', artist: 'low', plays: 50 },
      { user: 'bob', artist: 'muse', plays: 37 },
    ]);
    const log = { weighting: 'log' };
    const none = await compareSettings(pairs, [{}, log]);
    expect(none.found).toBeUndefined();
    expect(none.numbers).toEqual({});
    expect(none.best).toBe(log);
    expect(none.warning).toBe(none.verdict);
    expect(none.verdict).toMatch(
      /^The quality of the lists cannot be judged from these plays: cannot hold out/,
    );
    expect(splits.enoughToJudge(pairs)).toBe(false);
    expect(splits.enoughToJudge(tastes())).toBe(true);
    const few = await compareSettings(tastes(8), [{ factors: 4 }, { factors: 2 }]);
    expect(few.verdict).toContain('So few listeners cannot show which is better.');
    expect(few.verdict).toContain('Ahead here, perhaps by chance: ');
    expect(few.verdict).not.toContain('orse than popularity');
  });

  it('explains if all listeners play every artist, so that every list is right', async () => {
    const rows = Array.from({ length: 60 }, (_, user) =>
      Array.from({ length: 8 }, (_, artist) => ({
        user: `u${user}`,
        artist: `a${artist}`,
        plays: 1 + ((user + 3 * artist) % 50),
      })),
    ).flat();
    const same = interactionsFromRows(rows);
    expect(splits.enoughToJudge(same)).toBe(false);
    const quality = await compareSettings(same, [{ factors: 2 }]);
    expect(quality.found).toBeUndefined();
    expect(quality.verdict).toBe(
      'The quality of the lists cannot be judged from these plays: everyone who plays at least two artists plays all ' +
        '8 artists, so every list is right.',
    );
    const others = Array.from({ length: 20 }, (_, user) => ({ user: `u${user}`, artist: 'a9', plays: 1 }));
    const different = interactionsFromRows([...rows, ...others]);
    expect(splits.enoughToJudge(different)).toBe(true);
    expect((await compareSettings(different, [{ factors: 2 }])).found).toBeDefined();
  });

  it('refuses invalid arguments', async () => {
    const plays = tastes(8);
    await expect(compareSettings(plays, [])).rejects.toThrow('there are no settings to compare');
    await expect(compareSettings(plays, [{ weighting: 'lgo' }])).rejects.toThrow(
      "weighting is 'lgo'; expected",
    );
    await expect(compareSettings(plays, [{}], { k: 0 })).rejects.toThrow('k is 0; expected a whole number');
    await expect(compareSettings(plays, [{}], { fraction: 2 })).rejects.toThrow('fraction is 2; expected');
  });
});

describe('the name of settings', () => {
  it.each([
    [{}, 'original recipe'],
    [{ alpha: 15, seed: 7, threads: 2, factors: 20 }, 'original recipe'],
    [{ weighting: 'log', alpha: 1, regularization: undefined }, 'weighting log, alpha 1'],
    [{ factors: 32, alpha: 1, weighting: 'log' }, 'weighting log, alpha 1, factors 32'],
  ])('of %j is %s', (options, name) => {
    expect(sentences.settings(options)).toBe(name);
  });
});

describe('a paired difference', () => {
  it('is zero between a model and itself, and requires the same users, k and metric', async () => {
    const split = splits.random(tastes(), { seed: 1 });
    const model = await trainAls(split.train, { factors: 4 });
    const judged = await evaluate(model, split, { k: 5, metrics: ['ndcg', 'novelty', 'coverage'] });
    expect(await metrics.pairedDifference(judged, judged, 'ndcg')).toEqual({
      mean: 0,
      low: 0,
      high: 0,
      p: 1,
      shown: false,
      differing: 0,
    });
    const other = await evaluate(model, split, { k: 3, metrics: ['ndcg'] });
    await expect(metrics.pairedDifference(judged, other, 'ndcg')).rejects.toThrow(
      'different users or list lengths',
    );
    await expect(metrics.pairedDifference(judged, judged, 'coverage')).rejects.toThrow(
      'coverage cannot be compared',
    );
    await expect(metrics.pairedDifference(judged, judged, 'recall')).rejects.toThrow('has NDCG@5');
  });
});
