import { formatPlaces } from '../../util/format.js';
import type { SkippedRows } from './tally.js';

/**
 * Where rows are that were not counted: `lines 3, 9, 14, …`, or with several files
 * `row 3 of a.json, rows 1, 2 of b.json, …`.
 *
 * @param files how many were read
 */
export function skippedPlaces({ rows, first }: SkippedRows, files: number): string {
  const [{ unit }] = first;
  const numbersIn = (file: string) =>
    first.filter((place) => place.file === file).map(({ number }) => number);
  if (files === 1) return formatPlaces(unit, numbersIn(first[0].file), rows);
  const shown = [...new Set(first.map(({ file }) => file))].map((file) => {
    const numbers = numbersIn(file);
    return `${formatPlaces(unit, numbers, numbers.length)} of ${file}`;
  });
  return shown.join(', ') + (rows > first.length ? ', …' : '');
}
