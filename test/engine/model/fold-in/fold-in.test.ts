import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { Model } from '#listenlab/engine/model/model.js';
import { largestError } from '../../als/oracle.js';
import { smallModel } from '../models.js';
import { denseConfidences, denseSolution, playsOfUser, RECIPES, trained, vectorsOf } from '../training.js';

/** What plays must be, which are kept as floats of 32 bits. */
const SINGLE = 'a number from 1.4e-45 to 3.4e38, the range of 32-bit floats';

/** Vectors and confidences are stored in float32: 6e-8 each, amplified by the equations. */
const PRECISION = 2e-6;

describe.each(Object.entries(RECIPES))('folding in with %s', (_, recipe) => {
  const model = trained(recipe);
  const confidences = denseConfidences(model);

  it('solves a user of the training from their plays like the dense equations', () => {
    const Y = vectorsOf(model.artistFactors, model.factors);
    for (let user = 0; user < model.users.size; user++) {
      const plays = playsOfUser(model, user);
      if (plays.size === 0) continue;
      const { vector } = model.foldIn(plays, { fewPlays: 0 });
      const exact = denseSolution(Y, confidences[user], model);
      if (exact.some(Boolean)) expect(largestError(vector, exact)).toBeLessThan(PRECISION);
      else expect([...vector]).toEqual(exact);
    }
  });

  it('solves an artist of the training from its listeners like the dense equations', () => {
    const X = vectorsOf(model.userFactors, model.factors);
    for (let artist = 0; artist < model.artists.size; artist++) {
      const listeners: [string, number][] = [];
      for (let user = 0; user < model.users.size; user++) {
        const plays = playsOfUser(model, user).get(`artist ${artist}`);
        if (plays) listeners.push([`user ${user}`, plays]);
      }
      if (listeners.length === 0) continue;
      const { vector } = model.foldInArtist(listeners);
      const exact = denseSolution(
        X,
        confidences.map((row) => row[artist]),
        model,
      );
      if (exact.some(Boolean)) expect(largestError(vector, exact)).toBeLessThan(PRECISION);
      else expect([...vector]).toEqual(exact);
    }
  });
});

describe('a new listener', () => {
  const model = trained({ weighting: 'log', alpha: 1 });
  const given = { 'ARTIST 3': 20, 'artist 13': 5, 'artist 8': 1 };
  const listener = model.foldIn(given);

  it('is the same from an object, a Map or pairs, in any order', () => {
    for (const plays of [new Map(Object.entries(given)), Object.entries(given).reverse()]) {
      expect(model.foldIn(plays).vector).toEqual(listener.vector);
    }
    const twice = model.foldIn([
      ['artist 3', 15],
      ['ARTIST 3', 5],
      ['artist 13', 5],
      ['artist 8', 1],
    ]);
    expect(twice.vector).toEqual(listener.vector);
    expect(listener.plays).toEqual([
      { artist: 'artist 3', plays: 20 },
      { artist: 'artist 8', plays: 1 },
      { artist: 'artist 13', plays: 5 },
    ]);
  });

  it('gets the recommendations of a user with the same vector, without what they play', () => {
    const same = new Model({
      ...model,
      userFactors: Float32Array.from([...listener.vector, ...model.userFactors.slice(model.factors)]),
    });
    const played = new Set(listener.plays.map(({ artist }) => artist));
    const all = same.recommend('user 0', { count: 30, includePlayed: true });
    expect(listener.recommend({ count: 5 })).toEqual(
      all.filter(({ artist }) => !played.has(artist)).slice(0, 5),
    );
    expect(listener.recommend({ count: 30, includePlayed: true })).toEqual(all);
  });

  it('has scores that their plays explain', () => {
    for (const { artist, score } of listener.recommend({ count: 30, includePlayed: true })) {
      expect(listener.explain(artist).score).toBeCloseTo(score, 5);
      expect(listener.explain(artist, { count: 1 }).contributions).toHaveLength(1);
    }
  });

  it('has the neighbours found by comparing with every user', () => {
    const { users, userFactors, factors } = model;
    const length = Math.hypot(...listener.vector);
    const expected = users.names
      .map((user, row) => {
        const other = [...userFactors.slice(row * factors, (row + 1) * factors)];
        const dot = other.reduce((sum, value, f) => sum + value * listener.vector[f], 0);
        return { user, similarity: dot / length / Math.hypot(...other) };
      })
      .filter(({ similarity }) => !Number.isNaN(similarity))
      .sort((a, b) => b.similarity - a.similarity);
    const found = listener.similarUsers({ count: 100 });
    expect(found.map(({ user }) => user)).toEqual(expected.map(({ user }) => user));
    found.forEach(({ similarity }, i) => {
      expect(similarity).toBeCloseTo(expected[i].similarity, 12);
    });
    expect(listener.similarUsers({ count: 3 })).toEqual(found.slice(0, 3));
  });

  it('leaves the model unchanged', () => {
    const fresh = trained({ weighting: 'log', alpha: 1 });
    expect(model.recommend('user 2')).toEqual(fresh.recommend('user 2'));
  });
});

describe('a new artist', () => {
  const model = trained({ weighting: 'log', alpha: 1 });
  const artist = model.foldInArtist({ 'user 0': 20, 'user 5': 3, 'user 10': 8 });

  it('is similar to the artists that its listeners play', () => {
    const [first, ...others] = artist.similarArtists({ count: 30 });
    // Users 0, 5 and 10 are of the group that plays artists 0, 5, 10, ...
    expect(Number(first.artist.slice('artist '.length)) % 5).toBe(0);
    for (const { similarity } of others) expect(similarity).toBeLessThanOrEqual(first.similarity);
  });

  it('is recommended to the users with the highest scores who do not play it', () => {
    const { users, userFactors, factors } = model;
    const score = (row: number) =>
      artist.vector.reduce((sum, value, f) => sum + value * userFactors[row * factors + f], 0);
    const expected = [...users.names.keys()]
      .filter((row) => ![0, 5, 10].includes(row))
      .sort((a, b) => score(b) - score(a))
      .slice(0, 5);
    expect(artist.likelyListeners({ count: 5 }).map(({ user }) => user)).toEqual(
      expected.map((row) => users.names[row]),
    );
    expect(artist.plays[0]).toEqual({ user: 'user 0', plays: 20 });
  });
});

describe('plays that cannot be folded in', () => {
  const model = trained();

  it.each([
    [{ 'artst 3': 1 }, "no artist 'artst 3'; did you mean 'artist 3'?"],
    [{ 'artist 3': 0 }, "plays of 'artist 3' are 0; expected a finite number above 0"],
    [{ 'artist 3': -2 }, "plays of 'artist 3' are -2; expected a finite number above 0"],
    [{ 'artist 3': Number.NaN }, "plays of 'artist 3' are NaN; expected a finite number above 0"],
    [{ 'artist 3': 1e300 }, `plays of 'artist 3' are 1e+300; expected ${SINGLE}`],
    [{ 'artist 3': 1e-46 }, `plays of 'artist 3' are 1e-46; expected ${SINGLE}`],
    [Array(2).fill(['artist 3', 3e38]), `plays of 'artist 3' are 6e+38; expected ${SINGLE}`],
    [{ 'artist 3': '7' }, "plays of 'artist 3' are '7'; expected a finite number above 0"],
    [{}, "there are no plays; expected at least one artist, as in { 'artist 0': 120 }"],
    [[], "there are no plays; expected at least one artist, as in { 'artist 0': 120 }"],
    [['artist 3'], "'artist 3' is not a pair; expected plays as in { 'artist 0': 120 }"],
    [undefined, "plays are undefined; expected artists and plays, as in { 'artist 0': 120 }"],
    ['artist 3', "plays are 'artist 3'; expected artists and plays, as in { 'artist 0': 120 }"],
  ])('are refused: %j', (plays, text) => {
    expect(() => model.foldIn(plays as never)).toThrow(text);
  });

  it('are also refused as listeners of a new artist', () => {
    expect(() => model.foldInArtist({ 'usr 3': 1 })).toThrow("no user 'usr 3'; the data has");
    expect(() => model.foldInArtist({})).toThrow("expected at least one user, as in { 'user 0': 120 }");
  });

  it('say which play count is too large for the equations, of a new artist as well', () => {
    const sentence = (whose: string, what: string) =>
      `${whose} has 999999984306749400 plays of '${what}', a confidence of 1.5e+19; expected 1e+12 at most, beyond ` +
      "which the equations cannot be solved in double precision: correct the plays, or train with weighting 'log'";
    expect(() => model.foldIn({ 'artist 1': 5, 'artist 3': 1e18 })).toThrow(
      sentence("user 'the new listener'", 'artist 3'),
    );
    expect(() => model.foldInArtist({ 'user 3': 1e18 })).toThrow(
      sentence("artist 'the new artist'", 'user 3'),
    );
    expect(trained({ weighting: 'log' }).foldIn({ 'artist 3': 3e38 }).vector.every(Number.isFinite)).toBe(
      true,
    );
  });

  it.each([10, 1e6, 6.6e10])(
    'are right up to the largest, as the closed form for one artist: %d',
    (plays) => {
      const Y = vectorsOf(model.artistFactors, model.factors);
      // A = B + (c - 1) y yT, of which Sherman and Morrison give the inverse.
      const B = Y.transpose().mmul(Y).add(Matrix.eye(model.factors).mul(0.1));
      const y = Y.getRow(3);
      const z = solve(B, Matrix.columnVector(y)).to1DArray();
      const confidence = Math.fround(15 * Math.fround(plays));
      const scale = confidence / (1 + (confidence - 1) * y.reduce((sum, value, f) => sum + value * z[f], 0));
      const exact = z.map((value) => value * scale);
      expect(largestError(model.foldIn({ 'artist 3': plays }).vector, exact)).toBeLessThan(1e-5);
    },
  );

  it('require a model that knows its training options', () => {
    expect(() => smallModel().foldIn({ kent: 1 })).toThrow(
      'training option regularization of the model is missing',
    );
  });
});
