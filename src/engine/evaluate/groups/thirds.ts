/**
 * Where to cut rising values into thirds: between different values only, as near to a third and two thirds of them as that
 * allows. Where many values are equal these two cuts can be one, or leave hardly anything between them, less than half a
 * third: then there is one cut, the nearest to the middle.
 *
 * @example cutsInThirds(Float64Array.of(1, 1, 2, 5, 7, 7)); // [2, 4]: 1, 1 | 2, 5 | 7, 7
 * @param rising (n) values
 * @returns rising places, before each of which one part ends: none where all values are equal
 */
export function cutsInThirds(rising: Float64Array): number[] {
  const all = rising.length;
  const steps = Array.from(rising.keys()).filter((place) => place > 0 && rising[place] !== rising[place - 1]);
  if (steps.length === 0) return [];
  const nearest = (wanted: number) =>
    steps.reduce((best, step) => (Math.abs(step - wanted) < Math.abs(best - wanted) ? step : best));
  const [first, second] = [nearest(all / 3), nearest((2 * all) / 3)];
  return second - first >= all / 6 ? [first, second] : [nearest(all / 2)];
}
