/**
 * What Danfo takes from mathjs, five functions of 1.2 MB, with the same results for arrays of numbers; a property test
 * holds them to mathjs, its errors for an empty array among them.
 */

export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new Error('Cannot calculate the mean of an empty array');
  return sum(values) / values.length;
}

/** The middle value, the mean of the two middle ones where their number is even; NaN where one is not a number. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('Cannot calculate median of an empty array');
  if (values.some(Number.isNaN)) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The values that occur most often, in the order in which they came to be. */
export function mode<T>(values: readonly T[]): T[] {
  if (values.length === 0) throw new Error('Cannot calculate mode of an empty array');
  const counts = new Map<string, number>();
  let most = 0;
  let modes: T[] = [];
  for (const value of values) {
    if (Number.isNaN(value)) throw new Error('Cannot calculate mode of an array containing NaN values');
    const count = (counts.get(String(value)) ?? 0) + 1;
    counts.set(String(value), count);
    if (count > most) [most, modes] = [count, [value]];
    else if (count === most) modes.push(value);
  }
  return modes;
}

/** The variance of a sample, with n - 1 below the line; 0 for one value. */
export function variance(values: readonly number[]): number {
  if (values.length === 0) throw new Error('Function variance requires one or more parameters (0 provided)');
  const center = mean(values);
  const squares = sum(values.map((value) => (value - center) ** 2));
  return values.length === 1 ? squares * 0 : squares / (values.length - 1);
}

export function std(values: readonly number[]): number {
  if (values.length === 0) throw new Error('Function std requires one or more parameters (0 provided)');
  return Math.sqrt(variance(values));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
