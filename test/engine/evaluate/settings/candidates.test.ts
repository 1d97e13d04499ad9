import { describe, expect, it } from 'vitest';
import { type AlsOptions, readAlsOptions } from '#listenlab/engine/als/options.js';
import {
  firstCandidates,
  furtherCandidates,
  type RelativeSettings,
  settingsFor,
} from '#listenlab/engine/evaluate/settings/candidates.js';
import { type Interactions, interactionsFromRows } from '#listenlab/index.js';
import { tastes } from '../sweep/tastes.js';

const all = (plays: Interactions) => [...firstCandidates(plays), ...furtherCandidates(plays)];
const relative = (plays: Interactions) =>
  all(plays).filter((each): each is RelativeSettings => !('options' in each));

/** The same users, each with the first half of the artists. */
function half(plays: Interactions): Interactions {
  const { rows, indptr, indices } = plays.byUser;
  const kept = Array.from({ length: rows }, (_, user) =>
    Array.from(indices.subarray(indptr[user], (indptr[user] + indptr[user + 1]) >> 1), (artist) => ({
      user: plays.users.names[user],
      artist: plays.artists.names[artist],
      plays: 1 + (artist % 9),
    })),
  );
  return interactionsFromRows(kept.flat());
}

describe('candidate settings', () => {
  it('begin with what the README recommends, then the middle for each weighting, then the original recipe', () => {
    const first = all(tastes()).map((each) => ('options' in each ? each.options : each));
    expect(first[0]).toMatchObject({ weighting: 'log', alpha: 1, factors: 20, iterations: 20 });
    const middles = first.slice(1, 5) as RelativeSettings[];
    expect(middles.map(({ weighting }) => weighting)).toEqual(['binary', 'log', 'tfidf', 'bm25']);
    expect(new Set(middles.map(({ kappa }) => kappa))).toEqual(new Set([16]));
    expect(readAlsOptions(first[5] as AlsOptions)).toEqual(readAlsOptions());
    expect(new Set(first.map((each) => JSON.stringify(each))).size).toBe(14);
    expect(firstCandidates(tastes())).toHaveLength(5);
  });

  it('weigh the mean entry 1 on top of the unobserved weight, and all artists kappa times what a user played', () => {
    for (const plays of [tastes(), tastes(300, 5), half(tastes(100, 3))]) {
      const entries = plays.size / plays.users.size;
      for (const candidate of relative(plays)) {
        const settings = settingsFor(candidate, plays);
        const kappa = ((settings.unobservedWeight as number) * plays.artists.size) / entries;
        // Rounded to three digits.
        expect(Math.abs(kappa / candidate.kappa - 1)).toBeLessThan(0.005);
        const lambda = (settings.regularization as number) * (entries + kappa * entries);
        expect(Math.abs(lambda / (candidate.penalty * entries) - 1)).toBeLessThan(0.01);
      }
      const log = relative(plays).find(({ weighting }) => weighting === 'log') as RelativeSettings;
      const { values } = plays.byUser;
      const mean = values.reduce((sum, count) => sum + Math.log1p(count), 0) / values.length;
      expect(Math.abs(Number(settingsFor(log, plays).alpha) * mean - 1)).toBeLessThan(0.005);
    }
  });

  it('pull the mean listener back little more on all plays than on the part that they were chosen on', () => {
    const whole = tastes(200, 2);
    const part = half(whole);
    const [candidate] = relative(whole);
    const lambda = (plays: Interactions, chosenOn?: Interactions) => {
      const { regularization = 0, unobservedWeight = 0 } = settingsFor(candidate, plays, chosenOn);
      return regularization * (plays.size / plays.users.size + unobservedWeight * plays.artists.size);
    };
    const more = whole.size / whole.users.size / (part.size / part.users.size);
    expect(more).toBeGreaterThan(1.5);
    expect(lambda(whole, part) / lambda(part)).toBeCloseTo(more ** 0.25, 1);
    expect(lambda(whole) / lambda(part)).toBeCloseTo(whole.size / part.size, 1);
  });

  it('have one weighting where all plays are alike, of those that are then the same', () => {
    const plays = tastes();
    plays.byUser.values.fill(7);
    const weightings = new Set(relative(plays).map(({ weighting }) => weighting));
    expect(weightings).toContain('binary');
    expect(weightings).not.toContain('log');
  });

  it('leave out weightings by rarity where everybody plays every artist', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      user: `u${i % 8}`,
      artist: `a${i % 5}`,
      plays: 1 + i,
    }));
    const weightings = relative(interactionsFromRows(rows)).map(({ weighting }) => weighting);
    expect(new Set(weightings)).toEqual(new Set(['binary', 'log']));
  });
});
