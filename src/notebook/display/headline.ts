import {
  aNumber,
  aText,
  check,
  isObject,
  oneOf,
  readOptions,
  wholeNumber,
  wrongValue,
} from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { tableBundle } from './draw-table.js';
import { currentFrontEnd } from './front-end.js';
import { formatColumn, type Table } from './table.js';

/** A number that a reader takes away. */
export interface HeadlineNumber {
  /** A share, from 0 to 1, where the format is `percent`. */
  readonly value: number;
  /** What it says, read after the number: `of ten recommendations are among the hidden plays`. */
  readonly sentence: string;
  /** `number` (default), or `percent`: 0.278 is 28 %. */
  readonly format?: 'number' | 'percent';
  /** Stands behind the number: `×`, `min`. Default: nothing. */
  readonly unit?: string;
  /** The range that another sample of this kind could have given, as `evaluate` gives it. */
  readonly interval?: readonly [low: number, high: number];
  /** Another value of the same thing, beside which this one means something. */
  readonly comparison?: HeadlineComparison;
  /** From 1, the most important; those without a rank come last, in their order. */
  readonly rank?: number;
}

/** What a headline number is compared with. */
export interface HeadlineComparison {
  /** Such as `popularity`. */
  readonly name: string;
  readonly value: number;
  /**
   * The interval of how far the number is above it, as `metrics.pairedDifference` gives it. Only with one that is away
   * from 0 does a report say how many times as much it is; with one around 0, that the data shows no difference.
   */
  readonly difference?: readonly [low: number, high: number];
}

/** Headline numbers by name; plain ones are for comparing runs. */
export type HeadlineNumbers = Readonly<Record<string, number | HeadlineNumber>>;

/** The MIME type of a run's headline numbers, by name. */
export const METRICS_TYPE = 'application/vnd.listenlab.metrics+json';

const COMPARISON_CHECKS = { name: aText, value: aNumber, difference: anInterval };

const NUMBER_CHECKS = {
  value: aNumber,
  sentence: aText,
  format: oneOf('number', 'percent'),
  unit: aText,
  interval: anInterval,
  comparison: anObject,
  rank: wholeNumber(1),
};

/**
 * Shows the numbers by which this run is to be judged. The index of a folder of reports has a column for each. Those
 * with a sentence are also at the top of the report: the three with the best rank, of all notebooks, in their order
 * where ranks are the same. Where notebooks give a name twice, the later number counts.
 *
 * @example
 * headline({
 *   'NDCG@10': 0.244,
 *   'hits in ten': { value: 2.1, sentence: 'of ten recommendations are among the hidden plays', interval: [2, 2.2], rank: 1 },
 * })
 * @param numbers by the names of their columns, in any unit; one at least
 * @throws InputError for a number that is not finite, a name or sentence that is empty, or no number at all
 * @category Show
 */
export function headline(numbers: HeadlineNumbers): void {
  if (!isObject(numbers)) throw wrongValue(numbers, "numbers by their names, as in { 'NDCG@10': 0.24 }");
  const entries = Object.entries(numbers);
  if (entries.length === 0) throw new InputError("headline got no number; give one, as { 'NDCG@10': 0.24 }");
  for (const [name, number] of entries) requireNumber(name, number);
  currentFrontEnd().display({ [METRICS_TYPE]: { ...numbers }, ...tableBundle(tableOf(entries)) });
}

function requireNumber(name: string, given: number | HeadlineNumber): void {
  if (name.trim() === '') throw new InputError('headline got a number without a name; name it');
  if (!isObject(given)) {
    if (Number.isFinite(given)) return;
    throw new InputError(`headline got ${String(given)} for ${name}; expected a finite number`);
  }
  const of = `headline's ${name}`;
  const { value, sentence, comparison } = given as Partial<HeadlineNumber>;
  readOptions(given, NUMBER_CHECKS, {}, of);
  check(`value of ${of}`, value, aNumber);
  check(`sentence of ${of}`, sentence?.trim() || undefined, aText);
  if (comparison === undefined) return;
  readOptions(comparison, COMPARISON_CHECKS, {}, `the comparison of ${of}`);
  check(`name in the comparison of ${of}`, comparison.name, aText);
  check(`value in the comparison of ${of}`, comparison.value, aNumber);
}

function anObject(value: unknown): string | undefined {
  return isObject(value) ? undefined : 'an object, as in { name, value }';
}

function anInterval(value: unknown): string | undefined {
  return isInterval(value) ? undefined : 'two numbers, the lower one first';
}

function isInterval(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isFinite) && value[0] <= value[1];
}

function tableOf(entries: [string, number | HeadlineNumber][]): Table {
  const values = entries.map(([name, number]) => formatColumn([numberOf(number)], name).cells[0]);
  const sentences = entries.map(([, number]) => (typeof number === 'number' ? '' : number.sentence));
  const plain = sentences.every((sentence) => sentence === '');
  return {
    columns: plain ? ['value'] : ['value', ''],
    index: entries.map(([name]) => name),
    cells: plain ? [values] : [values, sentences],
    numeric: [true, false],
    moreRows: 0,
  };
}

/** The number itself, of either form. */
export function numberOf(number: number | HeadlineNumber): number {
  return typeof number === 'number' ? number : number.value;
}

/**
 * The headline numbers in a bundle; none in anything else. Outputs are not trusted to be what {@link headline} shows:
 * what is not a number is left out, and a number with a wrong part is a plain one.
 */
export function readHeadline(shown: unknown): [string, number | HeadlineNumber][] {
  if (!isObject(shown)) return [];
  return Object.entries(shown).flatMap(([name, given]): [string, number | HeadlineNumber][] => {
    if (Number.isFinite(given)) return [[name, given as number]];
    if (!isObject(given) || !Number.isFinite(given.value)) return [];
    try {
      requireNumber(name, given as unknown as HeadlineNumber);
      return [[name, given as unknown as HeadlineNumber]];
    } catch (error) {
      if (error instanceof InputError) return [[name, given.value as number]];
      throw error;
    }
  });
}
