import { fill } from './fill.js';

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count with thousands separated: `17559530` is `17,559,530`. */
export function formatCount(count: number | bigint): string {
  return WHOLE.format(count);
}

/** A count and its noun: `formatPlural(1, 'row')` is `1 row`, `formatPlural(3, 'row')` is `3 rows`. */
export function formatPlural(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** A sentence for one and for other numbers, `one|others`, with `{count}` and other places filled in. */
export function fillCounted(
  sentence: string,
  count: number,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const [one, others = one] = sentence.split('|');
  return fill(count === 1 ? one : others, { ...values, count: formatCount(count) });
}

/** Bytes in a readable unit: `569202935` is `542.8 MiB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** Seconds in a readable form: `0.42 s`, `12.3 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatSeconds(seconds: number): string {
  // The limits take rounding into account: nothing is ever 60.0 s.
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${two(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** A time that is only estimated: `45 s`, in steps of five seconds, `4 min`, and from two hours on `3 h`. */
export function formatRoughly(seconds: number): string {
  const fives = 5 * Math.max(1, Math.round(seconds / 5));
  if (fives < 90) return `${fives} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** A fraction in percent: `31.6 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** A number between words: `0.173`, `12`. */
export function decimals(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1 ? formatCount(value) : value.toFixed(3);
}

/** A value near 0 without a sign that stands for nothing: `-0.003`, but `0.000`. */
export function threeDecimals(value: number): string {
  return value.toFixed(3).replace('-0.000', '0.000');
}

/**
 * Places in a file: `line 3`, `lines 3, 9, 14, …`.
 *
 * @param unit what is numbered: line or row
 * @param numbers of the first ones
 * @param count how many there are
 */
export function formatPlaces(unit: string, numbers: readonly (number | string)[], count: number): string {
  const more = count > numbers.length ? ', …' : '';
  return `${unit}${count === 1 ? '' : 's'} ${numbers.join(', ')}${more}`;
}

/** A bigint as a number if exact; any other value unchanged. */
export function exactNumber<T>(value: T): T | number {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** A probability of a test, as tables have it; empty where there is none. */
export function formatP(p: number): string {
  if (Number.isNaN(p)) return '';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
