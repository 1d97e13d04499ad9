import { seededRandom } from '../../util/random.js';
import { type CsrMatrix, countByColumn, countByRow } from '../matrix/csr.js';
import { signConfidences } from '../model/equations/confidences.js';
import { regularizationOfRows } from '../model/equations/regularization.js';
import { weightPlays } from '../model/equations/weighting.js';
import { writeArtistRows } from './artist-rows.js';
import { drawFactors } from './initial-factors.js';
import type { MemoryLayout } from './layout.js';
import type { AlsSettings } from './options.js';
import { choosePopular } from './popular-artists.js';
import { resetBasis } from './rotate.js';
import { factorsIn, matrixIn } from './views.js';

/** Copies the plays into the memory, where {@link prepareRows} turns them into what the kernel reads. */
export function copyPlays(buffer: ArrayBufferLike, layout: MemoryLayout, plays: CsrMatrix): void {
  const target = matrixIn(buffer, layout.byUser);
  target.indptr.set(plays.indptr);
  target.indices.set(plays.indices);
  target.values.set(plays.values);
}

/** What a thread prepares: the memory, and what to put there. */
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
  // Exact solves read an artist's entries once, so there is nothing to keep near.
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

/** An indexed loop: `for of` takes ten times as long on tens of millions of values. */
function sumOfSizes(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}
