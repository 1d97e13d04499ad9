/**
 * A score made less for a popular artist, by a divisor of 1 or more. Below 0, less is further from 0. With a
 * divisor of 1 it is the score, bit for bit.
 */
export function damp(score: number, divisor: number): number {
  return score > 0 ? score / divisor : score * divisor;
}

/** The score that {@link damp} makes this, up to rounding. */
export function undamp(damped: number, divisor: number): number {
  return damped > 0 ? damped * divisor : damped / divisor;
}
