import { beforeAll, describe, expect, it } from 'vitest';
import { openPlays } from '#listenlab/data/dataset/open.js';
import { trainOnThreads } from '#listenlab/engine/als/node/train.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { builds, kernelOf, kernels } from './engine/als/implementations.js';
import { groupedInteractions } from './engine/als/matrices.js';
import { recommended } from './engine/model/recommend-all/support.js';
import { hash, hashOf } from './support/hash.js';

/**
 * Results that stay as they are, bit for bit, while the code around them is moved, folded and renamed. Who changes an
 * algorithm on purpose updates the snapshot, and says so. The relaxed build has the bits of processors that multiply
 * and add in one step, as those of the last ten years do.
 */
const settings = {
  'conjugate gradients': { factors: 20 },
  'over-relaxation': { factors: 20, solver: 'sor' },
  Cholesky: { factors: 33, solver: 'cholesky' },
  'every option': {
    factors: 20,
    weighting: 'log',
    alpha: 1,
    regularizationExponent: 1,
    unobservedWeight: 0.1,
  },
  'added confidence': { factors: 6, weighting: 'bm25', confidence: 'added' },
  'TF-IDF': { factors: 6, weighting: 'tfidf', solver: 'cholesky' },
} as const;

const runs = builds.flatMap((build) =>
  Object.entries(settings).map(([name, options]) => ({ build, name, options })),
);

describe('factors do not change', () => {
  const interactions = groupedInteractions(300, 170);

  it.each(runs)('of the $build build with $name', async ({ build, options }) => {
    const hashes = new Set<string>();
    // On the calling thread and on two: same-bits.test.ts has the other ways to train.
    const [inline, , onTwo] = kernels(build);
    for (const { train } of [inline, onTwo]) {
      const { userFactors, artistFactors, losses } = await train(interactions, {
        ...options,
        iterations: 3,
        computeLoss: true,
      });
      hashes.add(hash(userFactors, artistFactors, JSON.stringify(losses)));
    }
    expect([...hashes]).toMatchSnapshot();
  });
});

describe('answers about the sample do not change', () => {
  let plays: Interactions;
  let model: Model;

  beforeAll(async () => {
    const raw = await openPlays('sample');
    const { dataset } = await raw.clean();
    plays = await dataset.interactions();
    dataset.close();
    raw.close();
    model = await trainOnThreads(plays, {}, { kernel: kernelOf('simd') });
  });

  it('of its matrix', () => {
    const { indptr, indices, values } = plays.byUser;
    expect(
      hash(indptr, indices, values, plays.users.names.join(), plays.artists.names.join()),
    ).toMatchSnapshot();
  });

  it('of its factors', () => {
    expect(hash(model.userFactors, model.artistFactors)).toMatchSnapshot();
  });

  it('recommended to everyone', async () => {
    expect(hashOf(await recommended(model))).toMatchSnapshot();
    expect(hashOf(await recommended(model, { count: 7, includePlayed: true }))).toMatchSnapshot();
  });

  it('recommended to one, similar, explained, and for somebody new', () => {
    const [user] = plays.users.names;
    const artist = 'red hot chili peppers';
    const listener = model.foldIn({ [artist]: 100, radiohead: 12 });
    expect(
      hashOf([
        model.recommend(user),
        model.recommend(user, { count: 50, includePlayed: true }),
        model.similarArtists(artist, { count: 30 }),
        model.similarUsers(user, { count: 30 }),
        model.explain(user, model.recommend(user)[0].artist),
        listener.recommend({ count: 30 }),
      ]),
    ).toMatchSnapshot();
  });

  it('similar to each artist', () => {
    expect(hashOf(plays.artists.names.map((name) => model.similarArtists(name)))).toMatchSnapshot();
  });
});
