import type { Random } from '#listenlab/util/random.js';

/**
 * Draws numbers in proportion to weights, in constant time a draw (Walker's alias method in Vose's form).
 *
 * @param weights (N) not negative, not all zero
 * @returns a function that draws a number in [0, N)
 */
export function weightedDraw(weights: ArrayLike<number>): (random: Random) => number {
  const count = weights.length;
  const keep = new Float64Array(count);
  const alias = new Int32Array(count);
  let total = 0;
  for (let i = 0; i < count; i++) total += weights[i];
  const small: number[] = [];
  const large: number[] = [];
  for (let i = 0; i < count; i++) {
    keep[i] = (weights[i] * count) / total;
    (keep[i] < 1 ? small : large).push(i);
  }
  while (small.length > 0 && large.length > 0) {
    const less = small.pop() as number;
    const more = large[large.length - 1];
    alias[less] = more;
    keep[more] -= 1 - keep[less];
    if (keep[more] < 1) small.push(large.pop() as number);
  }
  // The remainder would be exactly 1 without rounding.
  for (const i of [...small, ...large]) keep[i] = 1;
  return (random) => {
    const i = random.integer(count);
    return random.uniform() < keep[i] ? i : alias[i];
  };
}
