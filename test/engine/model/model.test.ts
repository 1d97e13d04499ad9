import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { interactionsFromRows } from '#listenlab/engine/matrix/interactions.js';
import { Model } from '#listenlab/engine/model/model.js';
import { InputError } from '#listenlab/util/errors.js';
import { anyModel, numberedNames, smallModel, smallParts } from './models.js';

describe('similar artists and users', () => {
  it('are ordered by cosine, the queried one first with exactly 1', () => {
    expect(smallModel().similarArtists('KENT')).toEqual([
      { artist: 'kent', similarity: 1 },
      { artist: 'placebo', similarity: 1 },
      { artist: 'muse', similarity: expect.closeTo(Math.SQRT1_2, 12) },
      { artist: 'die Ärzte', similarity: 0 },
    ]);
    // placebo follows kent in the catalogue and has the same direction: it still comes first for itself.
    expect(smallModel().similarArtists('placebo', { count: 2 })).toEqual([
      { artist: 'placebo', similarity: 1 },
      { artist: 'kent', similarity: 1 },
    ]);
    expect(smallModel().similarUsers('ann')).toEqual([
      { user: 'ann', similarity: 1 },
      { user: 'bob', similarity: expect.closeTo(0.6, 12) },
    ]);
  });

  it('omit zero vectors, which are similar only to themselves', () => {
    expect(smallModel().similarArtists('nobody')).toEqual([{ artist: 'nobody', similarity: 1 }]);
    expect(smallModel().similarUsers('silent')).toEqual([{ user: 'silent', similarity: 1 }]);
  });

  it('are sorted, complete and within -1 and 1, as by comparing with each artist', () => {
    fc.assert(
      fc.property(anyModel, fc.nat(11), fc.integer({ min: 1, max: 15 }), (model, artist, count) => {
        const asked = artist % model.artists.size;
        const vector = (row: number) => [
          ...model.artistFactors.slice(row * model.factors, (row + 1) * model.factors),
        ];
        const dot = (a: number[], b: number[]) => a.reduce((sum, value, f) => sum + value * b[f], 0);
        const cosine = (row: number) =>
          dot(vector(asked), vector(row)) / Math.hypot(...vector(asked)) / Math.hypot(...vector(row));
        const others = [...model.artists.names.keys()].filter(
          (row) => row !== asked && !Number.isNaN(cosine(row)),
        );
        const { rows, scores } = model.similarArtistsByIndex(asked, { count });
        expect([rows[0], scores[0]]).toEqual([asked, 1]);
        expect(rows.length).toBe(Math.min(count, others.length + 1));
        expect(new Set(rows).size).toBe(rows.length);
        const best = others.map(cosine).sort((a, b) => b - a);
        for (let i = 1; i < rows.length; i++) {
          expect(scores[i]).toBeCloseTo(cosine(rows[i]), 12);
          expect(scores[i]).toBeCloseTo(best[i - 1], 12);
          expect(Math.abs(scores[i])).toBeLessThanOrEqual(1);
          expect(scores[i]).toBeLessThanOrEqual(scores[i - 1]);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

describe('recommendations', () => {
  it('are the best scores x.y, without played artists', () => {
    expect(smallModel().recommend('bob')).toEqual([
      { artist: 'kent', score: 6 },
      { artist: 'placebo', score: 0.75 },
      { artist: 'nobody', score: 0 },
    ]);
    expect(smallModel().recommend('bob', { count: 2, includePlayed: true })).toEqual([
      { artist: 'muse', score: 7 },
      { artist: 'kent', score: 6 },
    ]);
  });

  it('include all artists if more are requested than exist', () => {
    expect(smallModel().recommend('ann', { count: 1_000_000, includePlayed: true })).toHaveLength(5);
  });

  it('are empty for a user without plays', () => {
    expect(smallModel().recommend('silent', { includePlayed: true })).toEqual([]);
  });

  it('may include 200,000 artists, more than a function call takes arguments', () => {
    const artists = numberedNames('artist', 200_000);
    const model = new Model({
      ...smallParts(),
      artists,
      artistFactors: Float32Array.from({ length: 400_000 }, (_, i) => i + 1),
      plays: { ...smallParts().plays, columns: 200_000 },
    });
    expect(model.recommend('bob', { count: 1e9 })).toHaveLength(199_998);
    expect(model.similarArtists('artist 7', { count: 1e9 })).toHaveLength(200_000);
  });

  it('are the sorted scores of all unplayed artists, with ties ordered by row', () => {
    fc.assert(
      fc.property(anyModel, fc.boolean(), fc.integer({ min: 1, max: 15 }), (model, includePlayed, count) => {
        const { factors, plays } = model;
        for (let user = 0; user < model.users.size; user++) {
          const x = [...model.userFactors.slice(user * factors, (user + 1) * factors)];
          const played = new Set(plays.indices.slice(plays.indptr[user], plays.indptr[user + 1]));
          const expected = [...model.artists.names.keys()]
            .filter((artist) => x.some(Boolean) && (includePlayed || !played.has(artist)))
            .map((artist) => ({
              artist,
              score: x.reduce((sum, value, f) => sum + value * model.artistFactors[artist * factors + f], 0),
            }))
            .sort((a, b) => b.score - a.score || a.artist - b.artist)
            .slice(0, count);
          const { rows, scores } = model.recommendByIndex(user, { count, includePlayed });
          expect([...rows]).toEqual(expected.map(({ artist }) => artist));
          expect([...scores]).toEqual(expected.map(({ score }) => score));
        }
      }),
      { seed: 2, numRuns: 300 },
    );
  });
});

describe('a model', () => {
  it('explains what is wrong with an invalid question', () => {
    const model = smallModel();
    expect(() => model.similarArtists('die Arzte')).toThrow(
      "no artist 'die Arzte'; did you mean 'die Ärzte'?",
    );
    expect(() => model.recommend('anne')).toThrow("no user 'anne'; the data has");
    for (const count of [0, -1, 1.5, Number.NaN]) {
      const text = `count is ${count}; expected a whole number of 1 or more`;
      expect(() => model.similarArtists('kent', { count })).toThrow(text);
      expect(() => model.similarUsers('ann', { count })).toThrow(text);
      expect(() => model.recommend('ann', { count })).toThrow(text);
    }
    expect(() => model.similarArtistsByIndex(5)).toThrow('artist index is 5; expected a row from 0 to 4');
    expect(() => model.similarUsersByIndex(-1)).toThrow('user index is -1; expected a row from 0 to 2');
    expect(() => model.recommendByIndex(0.5)).toThrow('user index is 0.5; expected a row from 0 to 2');
  });

  it('refuses parts of mismatched shapes', () => {
    const parts = smallParts();
    expect(() => new Model({ ...parts, factors: 0 })).toThrow(
      'factors is 0; expected a whole number of 1 or more',
    );
    expect(() => new Model({ ...parts, userFactors: new Float32Array(5) })).toThrow(
      'userFactors has 5 values; expected 3 users x 2 factors',
    );
    expect(() => new Model({ ...parts, artistFactors: new Float32Array(12) })).toThrow(
      'artistFactors has 12 values; expected 5 artists x 2 factors',
    );
    expect(() => new Model({ ...parts, plays: { ...parts.plays, columns: 4 } })).toThrow(
      'plays is 3 x 4; expected 3 users x 5 artists',
    );
    const statistics = { users: 3, meanPlays: 1, listeners: new Int32Array(4) };
    expect(() => new Model({ ...parts, statistics })).toThrow(
      'statistics has listeners of 4 artists; expected 5',
    );
  });
});

describe('a model without users or artists', () => {
  const empty = (users: number, artists: number) =>
    new Model({
      users: numberedNames('user', users),
      artists: numberedNames('artist', artists),
      factors: 2,
      userFactors: new Float32Array(users * 2),
      artistFactors: new Float32Array(artists * 2),
      plays: csrFromTriplets(users, artists, [], [], []),
      training: { factors: 2, weighting: 'linear', confidence: 'scaled' },
    });

  it('answers every question with an empty result or an error', async () => {
    const plays = interactionsFromRows([{ user: 'user 0', artist: 'artist 0', plays: 2 }]);
    for (const model of [empty(0, 0), empty(0, 3), empty(3, 0)]) {
      const questions: (() => unknown)[] = [
        () => model.recommend('user 0'),
        () => model.recommendMany([]),
        () => model.similarArtists('artist 0'),
        () => model.similarUsers('user 0'),
        () => model.recommendByIndex(0),
        () => model.similarArtistsByIndex(0),
        () => model.explain('user 0', 'artist 0'),
        () => model.foldIn({ 'artist 0': 3 }).recommend(),
        () => model.foldInArtist({ 'user 0': 3 }).similarArtists(),
        () => model.withListeners(plays),
        () => model.updateUsers(plays),
        () => model.updateArtists(plays),
      ];
      for (const question of questions) {
        const answered = await Promise.resolve()
          .then(question)
          .catch((error) => error);
        if (!(answered instanceof Error)) continue;
        expect(answered).toBeInstanceOf(InputError);
        expect(answered.message).not.toMatch(/undefined|NaN/);
      }
    }
  });
});
