import { InputError } from '../../util/errors.js';
import { checkInteractions } from '../matrix/check-interactions.js';
import { allocateCsr, type CsrMatrix, countByRow } from '../matrix/csr.js';
import type { ScorerParts } from '../ranking/scorer.js';
import type { Algorithm } from './algorithm.js';
import { recommenderFor } from './scored-recommender.js';

// Shapes: users U, artists I.

/** What the most popular artist adds to a score, in the listener's least plays: it orders ties, and the artists they do not play. */
const POPULARITY = 2 ** -20;

/**
 * What each listener played most, then what is played most by all: the baseline for what somebody plays next, known
 * artists included (`repeats` of `splits.byTime`), where it is hard to beat. Fitted to plays that fade it is what they
 * played most lately. An artist's score is the listener's plays; those they do not play are ordered by the sum over
 * listeners of the artist's share of their plays, and score less than all they play.
 *
 * @example
 * const split = splits.byTime(await dataset.listens(), { from: new Date('2009-01-01'), repeats: true });
 * const lately = await baselines.mostPlayed().fit(decayPlays(split.past, { halfLife: 30 }));
 * await evaluate(lately, split);
 * Cost: a pass over the entries.
 */
export function mostPlayed(): Algorithm {
  return {
    name: 'most played',
    async fit(interactions, options = {}) {
      checkInteractions(interactions);
      const { artists } = interactions;
      const right = itselfAndPopular(interactions.byUser);
      return await recommenderFor(
        interactions,
        {
          artists,
          scorerParts: ({ byUser }): ScorerParts => ({ kind: 'product', left: ownPlays(byUser), right }),
          similarArtists() {
            throw new InputError(
              'mostPlayed does not know which artists are similar; use another algorithm, such as baselines.itemNeighbours()',
            );
          },
        },
        options,
      );
    },
  };
}

/** (I + 1 x I) each artist stands for itself; the last row is popularity, 1 for the most popular. */
function itselfAndPopular(plays: CsrMatrix): CsrMatrix {
  const { columns, rows, indptr, indices, values } = plays;
  const shares = new Float64Array(columns);
  for (let user = 0; user < rows; user++) {
    let sum = 0;
    for (let i = indptr[user]; i < indptr[user + 1]; i++) sum += values[i];
    for (let i = indptr[user]; i < indptr[user + 1]; i++) shares[indices[i]] += values[i] / sum;
  }
  const most = shares.reduce((a, b) => Math.max(a, b), 0);
  const result = allocateCsr(columns + 1, columns, 2 * columns);
  for (let artist = 0; artist < columns; artist++) {
    result.indptr[artist + 1] = artist + 1;
    result.indices[artist] = artist;
    result.values[artist] = 1;
    result.indices[columns + artist] = artist;
    result.values[columns + artist] = shares[artist] / most;
  }
  result.indptr[columns + 1] = 2 * columns;
  return result;
}

/** (U x I + 1) each user's plays, and in the last column what popularity counts for. */
function ownPlays(plays: CsrMatrix): CsrMatrix {
  const { rows, columns, indptr, indices, values } = plays;
  const result = allocateCsr(rows, columns + 1, indices.length + rows);
  countByRow(plays).forEach((count, user) => {
    const from = indptr[user];
    const to = from + user;
    result.indices.set(indices.subarray(from, from + count), to);
    result.values.set(values.subarray(from, from + count), to);
    const own = values.subarray(from, from + count);
    const least = own.reduce((a, b) => Math.min(a, b), count > 0 ? Number.POSITIVE_INFINITY : 1);
    result.indices[to + count] = columns;
    result.values[to + count] = POPULARITY * least;
    result.indptr[user + 1] = to + count + 1;
  });
  return result;
}
