import { CHART_WORDS } from '../../util/chart-words.js';
import { fill } from '../../util/fill.js';
import { jsonNumbers } from './columns.js';
import type { PlotlyObject } from './figure.js';

/** A value and the interval it may lie in; an end that is not finite is none. */
export interface Spread {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** As visible on light as on dark pages. */
const INTERVAL_COLOUR = '#8c8c8c';

/** Lines over the intervals of horizontal values. */
export function intervalLines(rows: readonly Spread[]): PlotlyObject {
  const distances = (of: (row: Spread) => number) => jsonNumbers(rows.map(of)).map((value) => value ?? 0);
  return {
    type: 'data',
    symmetric: false,
    array: distances(({ value, high }) => high - value),
    arrayminus: distances(({ value, low }) => value - low),
    color: INTERVAL_COLOUR,
    thickness: 2,
    width: 0,
  };
}

export function hasInterval({ low, high }: Spread): boolean {
  return Number.isFinite(low) && Number.isFinite(high);
}

/** What the pointer is told of an interval; nothing where there is none. */
export function intervalWords(row: Spread, written: (value: number) => string): string {
  if (!hasInterval(row)) return '';
  return fill(CHART_WORDS.intervalFromTo, { low: written(row.low), high: written(row.high) });
}

/** The farthest that a value and its interval reach, of those that are finite. */
export function reachOf(rows: readonly Spread[]): { starts: number[]; ends: number[] } {
  const finite = (values: number[]) => values.filter(Number.isFinite);
  return {
    starts: rows.map(({ value, low }) => Math.min(...finite([value, low]))),
    ends: rows.map(({ value, high }) => Math.max(...finite([value, high]))),
  };
}
