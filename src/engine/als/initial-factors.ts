import type { Random } from '../../util/random.js';
import type { IdMap } from '../matrix/id-map.js';

// A matrix of factors is (rows x K), row-major; K, its stride, is at least the number of factors.

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
    const from = known.find(name);
    if (from !== undefined) target.set(trained.subarray(from * factors, (from + 1) * factors), row * stride);
  });
}
