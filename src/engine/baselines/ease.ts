import { aboveZero, type Given, oneOf, readOptions, wholeNumber } from '../../util/checks.js';
import { allocateCsr, type CsrMatrix, countByColumn } from '../matrix/csr.js';
import type { Interactions } from '../matrix/interactions.js';
import { weightPlays } from '../model/equations/weighting.js';
import { topK } from '../ranking/top-k.js';
import type { Algorithm } from './algorithm.js';
import { fitWatched } from './fit-on-threads.js';
import { invertGram } from './invert-gram.js';
import { type ArtistKnowledge, itselfFirst, ScoredRecommender } from './scored-recommender.js';

// Shapes: users U, artists I, of which M are known to EASE.

/** What is set, each value checked. */
export interface EaseSettings {
  /** M, how many of the most popular artists it knows, 1 to 10,000; it never recommends others. Default 2,000. */
  readonly artists: number;
  /**
   * lambda, above 0, in units of listeners: added to each artist's listener count. Default 100, which suits a few
   * thousand users; the paper has 200 to 1,000 for half a million.
   */
  readonly regularization: number;
  /** How plays are weighted, see `weightPlays`. Default `binary`, as in the paper. */
  readonly weighting: 'linear' | 'log' | 'binary';
}

/** Each has a default. */
export type EaseOptions = Given<EaseSettings>;

const DEFAULTS: EaseSettings = { artists: 2000, regularization: 100, weighting: 'binary' };
const CHECKS = {
  artists: wholeNumber(1, 10_000),
  regularization: aboveZero,
  weighting: oneOf('linear', 'log', 'binary'),
};

/**
 * Embarrassingly shallow autoencoders: the weights B between artists, each 0 with itself, that best predict what a user
 * plays from what else they play; score = sum over the played artists i of x_ui b_ij. With P = (XtX + lambda I)^-1,
 * b_ij = -p_ij / p_jj (Steck 2019, "Embarrassingly shallow autoencoders for sparse data", sections 2 and 3).
 *
 * Only the most popular artists take part, as the inverse is dense. `similarArtists` ranks artists by b_ij, how
 * strongly playing one predicts the other, which is not a cosine; the artist itself has 1.
 *
 * @example const model = await baselines.ease({ artists: 2000, regularization: 100 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: M^3 / 2 multiplications and 16 M^2 bytes, besides each user's artists squared: 4 s of a core for 2,000 artists,
 * extrapolated 8 minutes and 1.6 GB for 10,000.
 */
export function ease(options: EaseOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'ease');
  return {
    name: `EASE, ${settings.artists} artists`,
    fit: (interactions, fitOptions = {}) =>
      fitWatched('weighing artists', interactions, fitOptions, async (fitting) => {
        const known = mostPopular(interactions.byUser, settings.artists);
        const left = playsOfKnown(interactions.byUser, known, settings.weighting);
        const inverse = await invertGram(left, settings.regularization, fitting);
        const right = weightsBetween(inverse, known, interactions.artists.size);
        const knowledge = knowledgeOf(interactions, known, right, settings.weighting);
        return new ScoredRecommender(interactions, knowledge, { kind: 'product', left, right });
      }),
  };
}

/** (M) rows of the artists with the most listeners, ascending; without artists that have none. */
function mostPopular(plays: CsrMatrix, count: number): Int32Array {
  const listeners = countByColumn(plays);
  return topK(listeners.length, count, (artist) => listeners[artist] || undefined).rows.sort();
}

/** (U x M) weighted plays of the known artists. */
function playsOfKnown(plays: CsrMatrix, known: Int32Array, weighting: EaseSettings['weighting']): CsrMatrix {
  const columns = new Int32Array(plays.columns).fill(-1);
  known.forEach((artist, column) => {
    columns[artist] = column;
  });
  const weights = weightPlays(plays, weighting);
  const entries = plays.indices.reduce((sum, artist) => sum + (columns[artist] < 0 ? 0 : 1), 0);
  const result = allocateCsr(plays.rows, known.length, entries);
  let next = 0;
  for (let user = 0; user < plays.rows; user++) {
    for (let i = plays.indptr[user]; i < plays.indptr[user + 1]; i++) {
      if (columns[plays.indices[i]] < 0) continue;
      result.indices[next] = columns[plays.indices[i]];
      result.values[next++] = weights[i];
    }
    result.indptr[user + 1] = next;
  }
  return result;
}

/**
 * (M x I) B, with its zeros on the diagonal.
 *
 * @param inverse (M x M) the lower triangle of -P
 */
function weightsBetween(inverse: Float64Array, known: Int32Array, artists: number): CsrMatrix {
  const size = known.length;
  const result = allocateCsr(size, artists, size * size);
  for (let i = 0; i < size; i++) {
    result.indptr[i + 1] = (i + 1) * size;
    result.indices.set(known, i * size);
    for (let j = 0; j < size; j++) {
      const entry = i >= j ? inverse[i * size + j] : inverse[j * size + i];
      result.values[i * size + j] = i === j ? 0 : -entry / inverse[j * size + j];
    }
  }
  return result;
}

function knowledgeOf(
  { artists }: Interactions,
  known: Int32Array,
  right: CsrMatrix,
  weighting: EaseSettings['weighting'],
): ArtistKnowledge {
  return {
    artists,
    scorerParts: ({ byUser }) => ({ kind: 'product', left: playsOfKnown(byUser, known, weighting), right }),
    similarArtists(artist, count) {
      const row = known.indexOf(artist);
      const own = right.values.subarray(right.indptr[row], right.indptr[row + 1]);
      // An unknown artist has no row: it is only similar to itself.
      const { rows, scores } = topK(own.length, count, (i) => (i === row ? undefined : own[i]));
      return itselfFirst(artist, 1, { rows: rows.map((i) => known[i]), scores }, count);
    },
  };
}
