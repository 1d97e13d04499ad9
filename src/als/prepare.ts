import { type CsrMatrix, countByColumn, countByRow } from '../matrix/csr.js';
import { seededRandom } from '../util/random.js';
import { writeArtistRows } from './artist-rows.js';
import { drawFactors } from './initial-factors.js';
import { factorsIn, type MemoryLayout, matrixIn } from './layout.js';
import type { AlsSettings } from './options.js';
import { choosePopular } from './popular-artists.js';
import { regularizationOfRows } from './regularization.js';
import { signConfidences, weightPlays } from './weighting.js';

/** Copies the plays into the memory, where {@link prepareMemory} turns them into what the kernel reads. */
export function copyPlays(buffer: SharedArrayBuffer, layout: MemoryLayout, plays: CsrMatrix): void {
  const target = matrixIn(buffer, layout.byUser);
  target.indptr.set(plays.indptr);
  target.indices.set(plays.indices);
  target.values.set(plays.values);
}

/**
 * Makes the memory ready for the first iteration: plays become signed confidences, their transpose is
 * written for the artists' half, every row gets its lambda and the factors are drawn, users first. It runs on
 * a worker, so that the caller's thread stays free to abort.
 */
export function prepareMemory(parts: {
  buffer: SharedArrayBuffer;
  layout: MemoryLayout;
  settings: AlsSettings;
}): void {
  const { buffer, layout, settings } = parts;
  const byUser = matrixIn(buffer, layout.byUser);
  byUser.values.set(signConfidences(weightPlays(byUser, settings.weighting), settings));
  const listeners = countByColumn(byUser);
  // Exact solves read an artist's entries once, so there is nothing to keep near.
  const popular = settings.solver === 'cg' ? choosePopular(listeners, layout.popular, layout.threads) : [];
  writeArtistRows(buffer, layout, listeners, popular);
  new Float64Array(buffer, layout.totalConfidence, 1)[0] = sumOfSizes(byUser.values);
  const random = seededRandom(settings.seed);
  for (const [side, entries] of [
    [layout.byUser, countByRow(byUser)],
    [layout.byArtist, listeners],
  ] as const) {
    const lambdas = regularizationOfRows(entries, side.columns, settings);
    new Float32Array(buffer, side.regularization, side.rows).set(lambdas);
    drawFactors(factorsIn(buffer, side, layout.stride), layout.stride, layout.factors, random);
  }
}

/** An indexed loop: `for of` takes ten times as long on tens of millions of values. */
function sumOfSizes(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  return sum;
}
