import { type Given, oneOf, readOptions, wholeNumber } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { fill } from '../../../util/fill.js';
import { MODEL_WORDS } from '../../../util/finding-words.js';
import { formatBytes, formatCount } from '../../../util/format.js';
import { type CsrMatrix, countByColumn, countByRow, transpose } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Algorithm } from '../algorithm.js';
import { type Fitting, fitWatched, passes } from '../fit-on-threads.js';
import { recommenderFor } from '../scored-recommender.js';
import { dualForm } from './dual.js';
import { gramOf } from './invert-gram.js';
import { lambdaOfPopular } from './lambda-of-popular.js';
import { type EaseWeighting, KnownArtists } from './plays-of-known.js';
import { primalForm } from './primal.js';
import type { EaseSolution } from './solution.js';
import { tunedLambda, tunedOrAboveZero } from './tuned-lambda.js';

// Shapes: users U, artists I, of which M are known to EASE.

/** What is set, each value checked. */
export interface EaseSettings {
  /**
   * M, how many of the most popular artists it knows, 1 or more; it never recommends others. Default: all where users
   * or artists are at most 4,000, else 4,000.
   */
  readonly artists?: number;
  /**
   * lambda, above 0, in units of listeners: added to each artist's listener count. Default `tuned`: chosen for the plays
   * at hand, by leaving out one play of one user at a time; where users and artists are more than 2,000, for the 2,000
   * most popular artists.
   */
  readonly regularization: number | 'tuned';
  /** How plays are weighted, see the type `Weighting`; then divided by their mean. Default `log`; the paper has `binary`. */
  readonly weighting: EaseWeighting;
}

/** Those of {@link EaseSettings}, of which each has a default. */
export type EaseOptions = Given<EaseSettings>;

/** Rows of the inverse, without being asked for more: 384 MB. */
const LARGEST_UNASKED = 4000;

/** Rows of the inverse at most: 2.4 GB. */
const LARGEST = 10_000;

/** Of more artists, lambda is chosen for the most popular ones: four inverses more cost half of one then. */
const JUDGED_ARTISTS = 2000;

/** Bytes per value of the inverse: XtX, its inverse, and what scores. */
const BYTES = 24;

const DEFAULTS: EaseSettings = { regularization: 'tuned', weighting: 'log' };
const CHECKS = {
  artists: wholeNumber(1),
  regularization: tunedOrAboveZero,
  weighting: oneOf('linear', 'log', 'binary'),
};

/**
 * Embarrassingly shallow autoencoders: the weights B between artists, each 0 with itself, that best predict what a user
 * plays from what else they play; score = sum over the played artists i of x_ui b_ij. With P = (XtX + lambda I)^-1,
 * b_ij = -p_ij / p_jj (Steck 2019, "Embarrassingly shallow autoencoders for sparse data", sections 2 and 3).
 *
 * Where users are fewer than artists, the same scores come from the inverse of a smaller matrix, one row for each user:
 * with K = (XXt + lambda I)^-1 and d_j = (XtKX)_jj, the scores of the training's users are
 * XB = X - lambda KX diag(1 / (1 - d_j)), and a row y of anybody's plays has ((y XtKX)_j - d_j y_j) / (1 - d_j).
 *
 * The inverse is dense: where users and artists are both more than 4,000, only the 4,000 most popular artists take part,
 * as the model's description says; see `sparseEase` for more. `similarArtists` ranks artists by b_ij, how strongly
 * playing one predicts the other, which is not a cosine; the artist itself has 1.
 *
 * @example const model = await baselines.ease({ regularization: 100 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0, and for an inverse of more
 * than 10,000 rows
 * Cost: with n the smaller of U and M, n^3 / 2 multiplications, some 8 billion a second on a core of an AMD EPYC, four
 * times or more where lambda is tuned, and 24 n^2 bytes, besides each user's artists squared. With lambda tuned, 12 s of
 * processor time for 4,000 of 50,000 artists and 100,000 users with 5.0 million pairs; measured beside other work, 3.3 s
 * on lastfm-2k and 9 s for 3,900 users and four fifths of the plays of all their artists.
 */
export function ease(options: EaseOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'ease') as EaseSettings;
  return {
    name: nameOf(settings),
    fit: (interactions, fitOptions = {}) =>
      fitWatched('weighing artists', interactions, fitOptions, async (fitting) => {
        const nextPass = passes('weighing artists', 2, fitting);
        await nextPass();
        const known = knownTo(settings, interactions);
        await nextPass();
        const x = known.weigh(interactions.byUser);
        await nextPass();
        const solution = await solve(settings, { interactions, known, x }, fitting);
        const knowledge = solution.knowledge();
        const facts = {
          'artists it knows': whichKnown(known, interactions),
          regularization: Number(solution.lambda.toPrecision(3)),
        };
        return await recommenderFor(interactions, { ...knowledge, facts }, fitting);
      }),
  };
}

function nameOf({ artists, regularization, weighting }: EaseSettings): string {
  const parts = [
    artists && fill(MODEL_WORDS.artistsOfModel, { count: artists }),
    regularization !== DEFAULTS.regularization && `lambda ${regularization}`,
    weighting !== DEFAULTS.weighting && weighting,
  ];
  return ['EASE', ...parts.filter(Boolean)].join(', ');
}

function whichKnown({ rows }: KnownArtists, { byArtist }: Interactions): string {
  const listened = countByRow(byArtist).filter((listeners) => listeners > 0).length;
  return rows.length === listened ? 'all' : `the ${formatCount(rows.length)} most popular`;
}

/** @throws InputError if the inverse would be too large for what was asked for */
function knownTo({ artists, weighting }: EaseSettings, { byUser }: Interactions): KnownArtists {
  const listened = countByColumn(byUser).filter((listeners) => listeners > 0).length;
  const size = Math.min(byUser.rows, artists ?? listened, listened);
  if (!artists) {
    return new KnownArtists(byUser, size > LARGEST_UNASKED ? LARGEST_UNASKED : listened, weighting);
  }
  if (size <= LARGEST) return new KnownArtists(byUser, artists, weighting);
  throw new InputError(
    `artists of ease is ${formatCount(artists)}, and there are ${formatCount(byUser.rows)} users, so that it needs ` +
      `${formatBytes(BYTES * size * size)}; ask for at most ${formatCount(LARGEST)} artists, or use sparseEase`,
  );
}

interface Training {
  readonly interactions: Interactions;
  readonly known: KnownArtists;
  /** (U x M) weighted plays of the known artists. */
  readonly x: CsrMatrix;
}

async function solve(
  { regularization }: EaseSettings,
  { interactions, known, x }: Training,
  fitting: Fitting,
): Promise<EaseSolution> {
  const isDual = x.rows < x.columns;
  const judgesPopular = Math.min(x.rows, x.columns) > JUDGED_ARTISTS;
  // Before the large matrix is there: the memory of the small ones is free again by then.
  const chosen =
    regularization === 'tuned' && judgesPopular
      ? await lambdaOfPopular(x, JUDGED_ARTISTS, fitting)
      : regularization;
  const gram = await gramOf(isDual ? transpose(x) : x, fitting);
  const form = (isDual ? dualForm : primalForm)(interactions, known, x, gram);
  return await form.solve(chosen === 'tuned' ? await tunedLambda(form, x, fitting) : chosen, fitting);
}
