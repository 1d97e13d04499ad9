/**
 * Where things are in a file: `line 3`, `lines 3, 9, 14, …`.
 *
 * @param unit what is numbered: line or row
 * @param numbers of the first ones
 * @param count how many there are
 */
export function formatPlaces(unit: string, numbers: readonly (number | string)[], count: number): string {
  const more = count > numbers.length ? ', …' : '';
  return `${unit}${count === 1 ? '' : 's'} ${numbers.join(', ')}${more}`;
}
