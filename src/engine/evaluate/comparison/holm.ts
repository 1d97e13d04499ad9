/**
 * Holm's correction for many tests (Holm 1979): the smallest p times their number, the next times one less, and so on,
 * none below the one before it. Whoever calls what is below 0.05 a difference claims one that is none in at most 5% of
 * such sets of tests, however the tests depend on each other.
 *
 * @param p (n) of each test, from 0 to 1
 * @returns (n) corrected ones in the same order
 */
export function holm(p: readonly number[]): number[] {
  const rising = p.map((_, test) => test).sort((a, b) => p[a] - p[b]);
  const corrected = new Array<number>(p.length);
  let least = 0;
  rising.forEach((test, rank) => {
    least = Math.max(least, Math.min(1, (p.length - rank) * p[test]));
    corrected[test] = least;
  });
  return corrected;
}
