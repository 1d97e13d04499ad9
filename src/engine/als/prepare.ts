import { type Random, seededRandom } from '../../util/random.js';
import { type CsrMatrix, countByColumn, countByRow } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import { regularizationOfRows } from '../model/equations/settings.js';
import { signConfidences, weightPlays } from '../model/equations/weighting.js';
import { factorsIn, type MemoryLayout, matrixIn } from './layout.js';
import type { AlsSettings } from './options.js';
import { choosePopular, writeArtistRows } from './popular-artists.js';
import { resetBasis } from './rotation.js';

// A matrix of factors is (rows x K), row-major; K, its stride, is at least the number of factors.

/** Copies the plays into the memory, where {@link prepareRows} turns them into what the kernel reads. */
export function copyPlays(buffer: ArrayBufferLike, layout: MemoryLayout, plays: CsrMatrix): void {
  const target = matrixIn(buffer, layout.byUser);
  target.indptr.set(plays.indptr);
  target.indices.set(plays.indices);
  target.values.set(plays.values);
}

/** The memory that a thread prepares, and what it depends on. */
interface Preparation {
  readonly buffer: ArrayBufferLike;
  readonly layout: MemoryLayout;
  readonly settings: AlsSettings;
}

/**
 * Makes the rows ready for the first iteration: plays become signed confidences, the artists' rows are written
 * and every row gets its lambda. Like {@link prepareFactors} it runs on a worker, so that the caller's thread
 * stays free to abort.
 */
export function prepareRows({ buffer, layout, settings }: Preparation): void {
  const byUser = matrixIn(buffer, layout.byUser);
  byUser.values.set(signConfidences(weightPlays(byUser, settings.weighting), settings));
  const listeners = countByColumn(byUser);
  // Exact solves read an artist's entries once, so there is nothing to keep in the cache.
  const popular = settings.solver === 'cg' ? choosePopular(listeners, layout.popular, layout.threads) : [];
  writeArtistRows(buffer, layout, listeners, popular);
  new Float64Array(buffer, layout.totalConfidence, 1)[0] = sumOfSizes(byUser.values);
  for (const [side, entries] of [
    [layout.byUser, countByRow(byUser)],
    [layout.byArtist, listeners],
  ] as const) {
    const lambdas = regularizationOfRows(entries, side.columns, settings);
    new Float32Array(buffer, side.regularization, side.rows).set(lambdas);
  }
}

/** Draws the first factors, users first. */
export function prepareFactors({ buffer, layout, settings }: Preparation): void {
  resetBasis(buffer, layout);
  const random = seededRandom(settings.seed);
  for (const side of [layout.byUser, layout.byArtist]) {
    drawFactors(factorsIn(buffer, side, layout.stride), layout.stride, layout.factors, random);
  }
}

/** Fills the factors with random numbers in [0, 0.01), as implicit does; padding stays as it is. */
export function drawFactors(target: Float32Array, stride: number, factors: number, random: Random): void {
  for (let row = 0; row < target.length; row += stride) {
    for (let k = 0; k < factors; k++) target[row + k] = random.uniform() * 0.01;
  }
}

/**
 * Copies the rows of a trained matrix over the rows with the same names.
 *
 * @param target (names.size x stride)
 * @param trained (known.size x factors)
 */
export function copyKnownFactors(
  target: Float32Array,
  stride: number,
  names: IdMap,
  trained: Float32Array,
  known: IdMap,
): void {
  const factors = trained.length / known.size;
  names.names.forEach((name, row) => {
    const from = names === known ? row : known.find(name);
    if (from !== undefined) target.set(trained.subarray(from * factors, (from + 1) * factors), row * stride);
  });
}

/** An indexed loop: `for of` takes ten times as long on tens of millions of values. */
function sumOfSizes(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}
