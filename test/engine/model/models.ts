import fc from 'fast-check';
import { csrFromTriplets } from '#listenlab/engine/matrix/csr.js';
import { IdMap } from '#listenlab/engine/matrix/id-map.js';
import { Model } from '#listenlab/engine/model/model.js';
import type { ModelParts } from '#listenlab/engine/model/model-parts.js';

/** (users or artists) names `artist 0`, `artist 1`, ... */
export function numberedNames(kind: 'artist' | 'user', count: number): IdMap {
  return new IdMap(
    kind,
    Array.from({ length: count }, (_, i) => `${kind} ${i}`),
  );
}

/** The parts of a small model whose answers are computed by hand; 3 users x 5 artists x 2 factors. */
export function smallParts(): ModelParts {
  return {
    users: new IdMap('user', ['ann', 'bob', 'silent']),
    artists: new IdMap('artist', ['kent', 'die Ärzte', 'muse', 'nobody', 'placebo']),
    factors: 2,
    userFactors: Float32Array.of(1, 0, 3, 4, 0, 0),
    // Directions: 0°, 90°, 45°, none, 0°.
    artistFactors: Float32Array.of(2, 0, 0, 0.5, 1, 1, 0, 0, 0.25, 0),
    plays: csrFromTriplets(3, 5, [0, 1, 1], [0, 1, 2], [12, 3, 4]),
    training: { factors: 2, weighting: 'log', computeLoss: true },
    losses: [0.5, 0.25],
  };
}

export function smallModel(): Model {
  return new Model(smallParts());
}

/** Models of up to 4 users x 12 artists x 3 factors with small whole factors, so that ties are common. */
export const anyModel: fc.Arbitrary<Model> = fc
  .record({
    users: fc.integer({ min: 1, max: 4 }),
    artists: fc.integer({ min: 1, max: 12 }),
    factors: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ users, artists, factors }) => {
    const numbers = (rows: number) =>
      fc.array(fc.integer({ min: -2, max: 2 }), { minLength: rows * factors, maxLength: rows * factors });
    const pairs = fc.uniqueArray(fc.integer({ min: 0, max: users * artists - 1 }));
    return fc.tuple(numbers(users), numbers(artists), pairs).map(([userFactors, artistFactors, played]) => {
      const rows = played.map((pair) => Math.floor(pair / artists));
      const columns = played.map((pair) => pair % artists);
      return new Model({
        users: numberedNames('user', users),
        artists: numberedNames('artist', artists),
        factors,
        userFactors: Float32Array.from(userFactors),
        artistFactors: Float32Array.from(artistFactors),
        plays: csrFromTriplets(users, artists, rows, columns, new Float32Array(played.length).fill(1)),
        training: { factors },
      });
    });
  });

/** Everything that makes two models equal, as plain values. */
export function contentOf(model: Model) {
  const { users, artists, factors, userFactors, artistFactors, plays, training, losses } = model;
  return {
    users: users.names,
    artists: artists.names,
    factors,
    userFactors: [...userFactors],
    artistFactors: [...artistFactors],
    plays: [plays.rows, plays.columns, [...plays.indptr], [...plays.indices], [...plays.values]],
    training,
    losses,
  };
}
