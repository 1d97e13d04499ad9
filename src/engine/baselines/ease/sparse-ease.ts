import { type Check, type Given, oneOf, readOptions, wholeNumber } from '../../../util/checks.js';
import { allocateCsr, type CsrMatrix, countByRow, transpose } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Algorithm } from '../algorithm.js';
import { askEach, type Fitting, fitWatched, onThreads, passes } from '../fit-on-threads.js';
import { bestProducts } from '../neighbours/best-products.js';
import { paced } from '../pace.js';
import { recommenderFor } from '../scored-recommender.js';
import { sharedFloat32 } from '../shared-zeros.js';
import { knowledgeOfWeights } from './artist-weights.js';
import { type Blocks, blocksOf } from './blocks.js';
import { productsOf } from './invert-gram.js';
import { lambdaOfPopular } from './lambda-of-popular.js';
import { type EaseWeighting, KnownArtists } from './plays-of-known.js';
import { mostPopular, placesAmong, selectColumns } from './popular-columns.js';
import type { SparseEaseJob } from './sparse-job.js';
import { tunedOrAboveZero } from './tuned-lambda.js';

// Shapes: users U, artists I, of which M have listeners.

/** What is set, each value checked. */
export interface SparseEaseSettings {
  /** Neighbours of an artist at most, 1 to 2,000: its weights from all other artists are 0. Default 200. */
  readonly neighbours: number;
  /**
   * Least similarity of a neighbour, from 0, where any common listener is enough, to 1: x_i . x_j over the root of
   * (|x_i|^2 + lambda) (|x_j|^2 + lambda). Default 0.
   */
  readonly threshold: number;
  /**
   * lambda, above 0, in units of listeners. Default `tuned`: as `ease` chooses it for the 1,000 most popular artists.
   */
  readonly regularization: number | 'tuned';
  /** How plays are weighted, see the type `Weighting`; then divided by their mean. Default `log`; the paper has `binary`. */
  readonly weighting: EaseWeighting;
}

/** Those of {@link SparseEaseSettings}, of which each has a default. */
export type SparseEaseOptions = Given<SparseEaseSettings>;

const fromZeroToOne: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'a number from 0 to 1';

const DEFAULTS: SparseEaseSettings = {
  neighbours: 200,
  threshold: 0,
  regularization: 'tuned',
  weighting: 'log',
};
const CHECKS = {
  neighbours: wholeNumber(1, 2000),
  threshold: fromZeroToOne,
  regularization: tunedOrAboveZero,
  weighting: oneOf('linear', 'log', 'binary'),
};

/** Which part of its neighbours a block solves along, the paper's r: a tenth of the work of none. */
const SOLVED_ALONG = 0.5;

/** Artists that lambda is chosen for. */
const JUDGED_ARTISTS = 1000;

/** Artists whose products are kept, as most blocks have many of them: 72 MB. */
const POPULAR_ARTISTS = 3000;

/**
 * EASE for catalogues whose inverse does not fit: each artist is predicted from its neighbours only, the most similar
 * artists, by the inverse of their small block of XtX + lambda I (Steck 2019, "Markov random fields for collaborative
 * filtering", sections 3.1 and 3.2). A block solves the artist's own weights and those of the nearer half of its
 * neighbours; an artist's weights come from the first block that solves them, where the paper takes the mean of several.
 *
 * With all artists as neighbours of each other it is `ease`. `similarArtists` ranks neighbours by b_ij, how strongly
 * playing one predicts the other; the artist itself has 1.
 *
 * @example const model = await baselines.sparseEase({ neighbours: 200 }).fit(interactions);
 * @throws InputError for an impossible option; when fitting, for plays that are not above 0
 * Cost: each user's artists squared in multiplications, n^3 / 6 of them for each block of n = neighbours + 1 artists, and
 * n^2 for each artist; 32 bytes for each of I x neighbours entries. For 100,000 users x 50,000 artists with 5.0 million
 * pairs: 37 s of processor time on an AMD EPYC, and 1.0 GB with the plays.
 */
export function sparseEase(options: SparseEaseOptions = {}): Algorithm {
  const settings = readOptions(options, CHECKS, DEFAULTS, 'sparseEase') as SparseEaseSettings;
  return {
    name: nameOf(settings),
    fit: (interactions, fitOptions = {}) =>
      fitWatched('weighing artists', interactions, fitOptions, async (fitting) => {
        const { regularization, weighting } = settings;
        const nextPass = passes('weighing artists', 2, fitting);
        await nextPass();
        const known = new KnownArtists(interactions.byUser, interactions.artists.size, weighting);
        await nextPass();
        const x = known.weigh(interactions.byUser);
        await nextPass();
        const lambda =
          regularization === 'tuned' ? await lambdaOfPopular(x, JUDGED_ARTISTS, fitting) : regularization;
        const near = await neighboursOf(x, lambda, settings, fitting);
        const weights = await weightsFrom(x, near, lambda, fitting);
        const right = ofAllArtists(weights, known, interactions);
        const knowledge = knowledgeOfWeights(interactions, known, x, right);
        const facts = { regularization: Number(lambda.toPrecision(3)) };
        return await recommenderFor(interactions, { ...knowledge, facts }, fitting);
      }),
  };
}

/** With what is not by default. */
function nameOf(settings: SparseEaseSettings): string {
  const { neighbours, threshold, regularization, weighting } = settings;
  const parts = [
    neighbours !== DEFAULTS.neighbours && `${neighbours}`,
    threshold !== DEFAULTS.threshold && `threshold ${threshold}`,
    regularization !== DEFAULTS.regularization && `lambda ${regularization}`,
    weighting !== DEFAULTS.weighting && weighting,
  ];
  return ['sparse EASE', ...parts.filter(Boolean)].join(', ');
}

/**
 * (M x M) the similarities of each artist's neighbours, without itself.
 *
 * @param x (U x M)
 */
async function neighboursOf(
  x: CsrMatrix,
  lambda: number,
  { neighbours, threshold }: SparseEaseSettings,
  fitting: Fitting,
): Promise<CsrMatrix> {
  const nextPass = passes('measuring artists', 2, fitting);
  await nextPass();
  const { columns, indices, values } = x;
  const lengths = new Float64Array(columns).fill(lambda);
  for (let i = 0; i < values.length; i++) lengths[indices[i]] += values[i] ** 2;
  const scaled = { ...x, values: sharedFloat32(values.length) };
  for (let i = 0; i < values.length; i++) scaled.values[i] = values[i] / Math.sqrt(lengths[indices[i]]);
  await nextPass();
  const byArtist = transpose(scaled);
  await nextPass();
  const compared = { left: byArtist, right: byArtist, count: neighbours, withoutItself: true };
  const found = await bestProducts(compared, fitting);
  return threshold > 0 ? entriesFrom(found, threshold) : found;
}

/** The entries of at least a value. */
function entriesFrom({ rows, columns, indptr, indices, values }: CsrMatrix, least: number): CsrMatrix {
  const result = allocateCsr(
    rows,
    columns,
    values.reduce((sum, value) => sum + (value >= least ? 1 : 0), 0),
  );
  let next = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = indptr[row]; i < indptr[row + 1]; i++) {
      if (values[i] < least) continue;
      result.indices[next] = indices[i];
      result.values[next++] = values[i];
    }
    result.indptr[row + 1] = next;
  }
  return result;
}

/**
 * (M x M) B, with a column from each artist's block.
 *
 * @param x (U x M)
 * @param near (M x M) as from {@link neighboursOf}
 */
async function weightsFrom(
  x: CsrMatrix,
  near: CsrMatrix,
  lambda: number,
  fitting: Fitting,
): Promise<CsrMatrix> {
  const { threads, signal, onProgress } = fitting;
  const selected = mostPopular(x, POPULAR_ARTISTS);
  const popular = placesAmong(selected, x.columns);
  const products = await productsOf(selectColumns(x, popular, selected.length), fitting);
  const nextPass = passes('measuring artists', 1, fitting);
  await nextPass();
  const byArtist = transpose(x);
  await nextPass();
  const blocks = await blocksOf(near, countByRow(byArtist), SOLVED_ALONG, fitting);
  const columns = roomForColumns(x.columns, blocks);
  const job: SparseEaseJob = {
    kind: 'sparse ease',
    byUser: x,
    byArtist,
    lambda,
    popular,
    popularCount: selected.length,
    products,
    ...blocks,
    columns,
  };
  const tasks = Array.from(blocks.solved, (_, block) => ({ block }));
  await onThreads('solving', job, { threads, signal }, (pool) =>
    askEach(pool, threads, tasks, paced('solving', tasks.length, onProgress)),
  );
  return transpose(columns);
}

/** (M x M) Bt without its numbers: each row is as long as its block, without the artist itself. */
function roomForColumns(size: number, { starts, artists, solved }: Blocks): CsrMatrix {
  const lengths = new Int32Array(size);
  solved.forEach((count, block) => {
    const own = artists.subarray(starts[block], starts[block] + count);
    for (const artist of own) lengths[artist] = starts[block + 1] - starts[block] - 1;
  });
  const columns = allocateCsr(
    size,
    size,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  lengths.forEach((length, artist) => {
    columns.indptr[artist + 1] = columns.indptr[artist] + length;
  });
  return columns;
}

/** (M x I) the same weights, in columns of all artists. */
function ofAllArtists(weights: CsrMatrix, known: KnownArtists, { artists }: Interactions): CsrMatrix {
  weights.indices.forEach((column, i) => {
    weights.indices[i] = known.rows[column];
  });
  return { ...weights, columns: artists.size };
}
