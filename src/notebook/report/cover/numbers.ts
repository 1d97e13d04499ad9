import { escapeHtml } from '../../../util/escape.js';
import {
  type HeadlineComparison,
  type HeadlineNumber,
  METRICS_TYPE,
  numberOf,
  readHeadline,
} from '../../display/headline.js';
import { formatColumn } from '../../display/table.js';
import type { Numbered, Numbering } from '../caption.js';
import { fill, type ReportWords } from '../language/words.js';
import type { NamedNotebook, OutlineNotebook } from '../outline.js';
import { evidenceLink, evidenceOf } from './evidence.js';

/** More of them, and a reader takes none away. */
const MOST_NUMBERS = 3;

/** Numbers by name. */
type Headline = ReadonlyMap<string, number | HeadlineNumber>;

/** The headline numbers that cells have shown, by name; the later of two with the same name. */
export function headlineOf(notebooks: readonly NamedNotebook[]): Map<string, number | HeadlineNumber> {
  const outputs = notebooks.flatMap(({ notebook }) =>
    notebook.cells.flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : [])),
  );
  return new Map(
    outputs.flatMap((output) => ('data' in output ? readHeadline(output.data[METRICS_TYPE]) : [])),
  );
}

/** The figures and tables that hold the headline numbers, by name. */
export function evidenceOfNumbers(
  outline: readonly OutlineNotebook[],
  numbering: Numbering,
): ReadonlyMap<string, Numbered | undefined> {
  return new Map(
    outline.flatMap((notebook) =>
      notebook.named.notebook.cells.flatMap((cell) => {
        const names = [
          ...headlineOf([
            { ...notebook.named, notebook: { ...notebook.named.notebook, cells: [cell] } },
          ]).keys(),
        ];
        return names.map((name) => [name, evidenceOf(notebook, cell, numbering)] as const);
      }),
    ),
  );
}

/** All numbers by name, for comparing reports. */
export function metricsIn(headline: Headline): Map<string, number> {
  return new Map([...headline].map(([name, number]) => [name, numberOf(number)]));
}

/** A number as a report has it at its top: all text. */
export interface ShownNumber {
  /** As a run is compared by it. */
  readonly name: string;
  /** `2.1`, `28 %`. */
  readonly number: string;
  readonly sentence: string;
  /** Its interval, and what it is compared with; empty if there is neither. */
  readonly evidence: string;
}

/**
 * The numbers at the top of a report: the best-ranked three of those with a sentence. Where none has one, as in
 * notebooks executed by older versions, the first three, with their names.
 */
export function numbersAtTop(headline: Headline, words: ReportWords): ShownNumber[] {
  const told = [...headline].flatMap(([name, number]) =>
    typeof number === 'object' ? [{ name, number }] : [],
  );
  if (told.length === 0) {
    const plain = [...headline].slice(0, MOST_NUMBERS);
    return plain.map(([sentence, number]) => ({
      name: sentence,
      number: formatColumn([number]).cells[0],
      sentence,
      evidence: '',
    }));
  }
  const rank = ({ number }: { number: HeadlineNumber }) => number.rank ?? Number.POSITIVE_INFINITY;
  // Equal ranks keep their order; Infinity minus Infinity is no number.
  const ranked = told.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  return ranked.slice(0, MOST_NUMBERS).map(({ name, number }) => ({ name, ...shownNumber(number, words) }));
}

/** The numbers at the top as sentences, for lists of reports; none where they have only names. */
export function headlineSentences(headline: Headline, words: ReportWords): string[] {
  if (![...headline.values()].some((number) => typeof number === 'object')) return [];
  return numbersAtTop(headline, words).map(({ number, sentence }) => `${number} ${sentence}`);
}

function shownNumber(given: HeadlineNumber, words: ReportWords): Omit<ShownNumber, 'name'> {
  const { value, sentence, unit, interval, comparison } = given;
  const format = numberFormat(given, words);
  const range = interval
    ? fill(words.interval, { low: format(interval[0]), high: format(interval[1]) })
    : undefined;
  return {
    number: unit ? `${format(value)} ${unit}` : format(value),
    sentence,
    evidence: [range, comparison && compared(given, comparison, words)].filter(Boolean).join('\u00a0· '),
  };
}

/** How a number stands to another one: no more is said than the interval of their difference shows. */
function compared(
  given: HeadlineNumber,
  { name, value, difference }: HeadlineComparison,
  words: ReportWords,
) {
  const said = numberFormat({ ...given, value }, words)(value);
  if (difference === undefined) return fill(words.beside, { name, value: said });
  if (difference[0] <= 0 && difference[1] >= 0) return fill(words.noDifference, { name, value: said });
  if (!(value > 0)) return fill(words.beside, { name, value: said });
  const times = significant(given.value / value, words.language)(given.value / value);
  return fill(words.timesAs, { times, name, value: said });
}

/** Two significant digits, or all of a whole part: `2.1`, `0.064`, `12,345`. Bounds get as many decimals. */
function numberFormat(
  { value, format }: HeadlineNumber,
  { language }: ReportWords,
): (value: number) => string {
  if (format !== 'percent') return significant(value, language);
  const percent = significant(100 * value, language);
  return (share) => `${percent(100 * share)}\u00a0%`;
}

function significant(value: number, language: string): (value: number) => string {
  const size = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  const decimals = Number.isInteger(value) ? 0 : Math.min(6, Math.max(0, 1 - size));
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return (each) => format.format(each);
}

/** The numbers as a list, each with its sentence, and a link to what holds it. */
export function renderNumbers(
  numbers: readonly ShownNumber[],
  evidences: ReadonlyMap<string, Numbered | undefined>,
  words: ReportWords,
): string {
  if (numbers.length === 0) return '';
  const entries = numbers.map(({ name, number, sentence, evidence }) => {
    const parts = [escapeHtml(evidence), evidenceLink(evidences.get(name), words)].filter(Boolean);
    const small = parts.length === 0 ? '' : `<span class="evidence">${parts.join('\u00a0· ')}</span>`;
    return `<li><strong>${escapeHtml(number)}</strong> <span>${escapeHtml(sentence)}</span>${small}</li>`;
  });
  return `<ul class="numbers" aria-label="${escapeHtml(words.headlineNumbers)}">\n${entries.join('\n')}\n</ul>`;
}
