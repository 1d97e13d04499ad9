import { formatCount } from './format.js';

/** A share of 1 in percent: `31.6 %`. */
export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** A number between words: `0.173`, `12`. */
export function decimals(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1 ? formatCount(value) : value.toFixed(3);
}
