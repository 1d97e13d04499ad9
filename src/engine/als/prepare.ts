import { type Random, seededRandom } from '../../util/random.js';
import { type CsrMatrix, countByColumn, countByRow } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import { regularizationOfRows } from '../model/equations/settings.js';
import { signConfidences, weightPlays } from '../model/equations/weighting.js';
import { factorsIn, type MemoryLayout, matrixIn } from './layout.js';
import type { AlsSettings } from './options.js';
import { BEGIN_UNITS, type PreparationStep, writtenParts } from './phases.js';
import { choosePopular, startArtistRows, writeArtistRows } from './popular-artists.js';
import { resetBasis } from './rotation.js';

// A matrix of factors is (rows x K), row-major; K, its stride, is at least the number of factors.

/** The memory that threads prepare, and what it depends on. */
interface Preparation {
  readonly buffer: ArrayBufferLike;
  readonly layout: MemoryLayout;
  readonly settings: AlsSettings;
}

/** Copies the plays into the memory, where {@link prepareUnit} turns them into what the kernel reads. */
export function copyPlays(buffer: ArrayBufferLike, layout: MemoryLayout, plays: CsrMatrix): void {
  const target = matrixIn(buffer, layout.byUser);
  target.indptr.set(plays.indptr);
  target.indices.set(plays.indices);
  target.values.set(plays.values);
}

/** What the prepared plays depend on beside the sizes: with equal ones they serve one training after the other. */
export function preparationKey(settings: AlsSettings): string {
  const { weighting, confidence, alpha, unobservedWeight, solver } = settings;
  return [weighting, confidence, alpha, unobservedWeight, solver === 'cholesky'].join();
}

/** Makes the memory ready for the first iteration, on workers, so that the caller's thread stays free to abort. */
export function prepareUnit(preparation: Preparation, step: PreparationStep, unit: number): void {
  if (step === 'weigh') (unit === 0 ? weighRows : startRows)(preparation);
  else if (unit === 0) drawAllFactors(preparation);
  else if (unit === 1) sumConfidences(preparation);
  else if (unit === 2) setRegularization(preparation);
  else writePart(preparation, unit - BEGIN_UNITS);
}

function weighRows({ buffer, layout, settings }: Preparation): void {
  const byUser = matrixIn(buffer, layout.byUser);
  byUser.values.set(signConfidences(weightPlays(byUser, settings.weighting), settings));
}

function startRows({ buffer, layout, settings }: Preparation): void {
  const byUser = matrixIn(buffer, layout.byUser);
  const listeners = countByColumn(byUser);
  // Exact solves read an artist's entries once, so there is nothing to keep in the cache.
  const popular =
    settings.solver === 'cholesky' ? [] : choosePopular(listeners, layout.popular, layout.threads);
  startArtistRows(buffer, layout, listeners, popular);
}

/** Sets lambda of every row. */
function setRegularization({ buffer, layout, settings }: Preparation): void {
  const byUser = matrixIn(buffer, layout.byUser);
  for (const [side, entries] of [
    [layout.byUser, countByRow(byUser)],
    [layout.byArtist, countByColumn(byUser)],
  ] as const) {
    const lambdas = regularizationOfRows(entries, side.columns, settings);
    new Float32Array(buffer, side.regularization, side.rows).set(lambdas);
  }
}

function writePart({ buffer, layout }: Preparation, part: number): void {
  const startOf = (index: number) => Math.floor((layout.artists * index) / writtenParts(layout));
  writeArtistRows(buffer, layout, startOf(part), startOf(part + 1));
}

/** Draws the first factors, users first. */
function drawAllFactors({ buffer, layout, settings }: Preparation): void {
  resetBasis(buffer, layout);
  const random = seededRandom(settings.seed);
  for (const side of [layout.byUser, layout.byArtist]) {
    drawFactors(factorsIn(buffer, side, layout.stride), layout.stride, layout.factors, random);
  }
}

/** Fills the factors with random numbers in [0, 0.01), as implicit does, and their padding with zeros. */
export function drawFactors(target: Float32Array, stride: number, factors: number, random: Random): void {
  for (let row = 0; row < target.length; row += stride) {
    for (let k = 0; k < factors; k++) target[row + k] = random.uniform() * 0.01;
    for (let k = factors; k < stride; k++) target[row + k] = 0;
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

/** Sums the sizes of all confidences, by which the loss is divided. An indexed loop: `for of` takes ten times as long. */
function sumConfidences({ buffer, layout, settings }: Preparation): void {
  if (!settings.computeLoss) return;
  const { values } = matrixIn(buffer, layout.byUser);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i]);
  new Float64Array(buffer, layout.totalConfidence, 1)[0] = sum;
}
