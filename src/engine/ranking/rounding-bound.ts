// How kernels/assembly/ranking lays out rounded copies of vectors; its strips.ts says more. Shapes: factors F.

/** What queries are stretched to, and int16 copies of rows. */
export const LENGTH = 30000;

/** K: factors of a copy, of which those past F are 0. */
export function strideOf(factors: number): number {
  return Math.ceil(factors / 4) * 4;
}

/**
 * How far the product of two copies may be below that of the vectors they are of.
 *
 * With s a row stretched, r its copy, Q the query stretched and q its copy, s.Q = r.q + (s - r).Q + r.(Q - q).
 * Rounding moves each factor by at most a half and a vector by at most `moved`, with a hair for float32 arithmetic
 * before it, so by Cauchy and Schwarz s.Q <= r.q + moved |Q| + (|s| + moved) moved.
 *
 * @param longest the most that |s| can be
 */
export function doubtOf(factors: number, longest: number): number {
  const moved = 0.5 * Math.sqrt(factors) + 0.01;
  return Math.ceil(moved * (LENGTH + longest + moved));
}
