import type { TableOptions } from '../columns/table-options.js';

/** How the numbers of a column are written. Spaces and apostrophes between thousands are understood in any. */
export interface NumberForm {
  readonly decimal: Separator;
  /** The one of the two that stands between thousands. */
  readonly thousands?: Separator;
}

export type Separator = '.' | ',';

/** A cell that shows how a column is written, and its row from 0. */
export interface Example {
  readonly text: string;
  readonly row: number;
}

/** What a point (or a comma) can be in the cells of a column: the first cell of each kind. */
export interface SeparatorEvidence {
  /** It can only stand before decimals: 12.0, 1.5, 1234.567, 1 234.567, 1,234.5. */
  readonly decimal?: Example;
  /** It can only stand between thousands: 1.234.567, 1.234,5, or 12,34,567 as in India. */
  readonly thousands?: Example;
  /** It may be either: 1.234. */
  readonly either?: Example;
  /** The same, with digits after it that are not all zero. */
  readonly eitherNotZero?: Example;
  /** The same, with 0 for its last digit: 1.230. */
  readonly eitherEndsInZero?: Example;
}

/** What the cells of a column show about how numbers are written in it. */
export interface ColumnEvidence {
  readonly point: SeparatorEvidence;
  readonly comma: SeparatorEvidence;
  /** Whether spaces or apostrophes stand between thousands. */
  readonly hasSpaces: boolean;
  /** Whether there are whole numbers below 1000. */
  readonly hasSmall: boolean;
  /** Whether there are whole numbers from 10,000 without a separator; some leave 4 digits together. */
  readonly hasLarge: boolean;
}

/** Why a column's numbers are not read: cells that may be read in two ways, or that contradict each other. */
export interface UnclearNumbers {
  readonly separator: Separator;
  readonly examples: readonly Example[];
}

/**
 * Decides for a whole column of counts what points and commas in it mean. A separator that is always followed by
 * three digits is taken for one between thousands only where something else speaks for it. One such thing is the
 * delimiter, which shows whether the file comes from where decimals have points or commas. The other is a last digit
 * of 0 beside whole numbers below 1000: of decimals, those that are written as short as possible never end in 0, and
 * those that are all written with three digits would have them on the small numbers, too.
 */
export function decideNumbers(
  { point, comma, hasSpaces, hasSmall, hasLarge }: ColumnEvidence,
  delimiter: string | undefined,
  { decimal, thousands }: Pick<TableOptions, 'decimal' | 'thousands'>,
): NumberForm | UnclearNumbers {
  if (decimal === '.' || decimal === ',') {
    const isPair = thousands === undefined || thousands === other(decimal);
    return { decimal, thousands: isPair ? other(decimal) : undefined };
  }
  if (thousands === '.' || thousands === ',') return { decimal: other(thousands), thousands };
  const contradiction = contradictory('.', point) ?? contradictory(',', comma);
  if (contradiction) return contradiction;
  const both = bothSo('decimal', point, comma) ?? bothSo('thousands', point, comma);
  if (both) return both;
  if (point.decimal || comma.thousands) return { decimal: '.', thousands: ',' };
  if (comma.decimal || point.thousands) return { decimal: ',', thousands: '.' };
  const separator = point.either ? '.' : ',';
  const { either, eitherNotZero, eitherEndsInZero } = point.either ? point : comma;
  if (!either) return { decimal: '.' };
  if (point.either && comma.either) return { separator, examples: [point.either, comma.either] };
  if (hasSpaces || thousands !== undefined) return { decimal: separator };
  const isEnglish = separator === ',' && delimiter === ',';
  const isGerman = separator === '.' && delimiter === ';';
  const isAgainst = delimiter === (separator === ',' ? ';' : ',');
  const isProven = hasSmall && eitherEndsInZero !== undefined && !isAgainst;
  const isThousands = isEnglish || (isGerman && eitherNotZero !== undefined) || isProven;
  if (isThousands && !hasLarge) return { decimal: other(separator), thousands: separator };
  return { separator, examples: [either] };
}

export function other(separator: Separator): Separator {
  return separator === '.' ? ',' : '.';
}

function contradictory(separator: Separator, evidence: SeparatorEvidence): UnclearNumbers | undefined {
  const { decimal, thousands } = evidence;
  return decimal && thousands ? { separator, examples: [decimal, thousands] } : undefined;
}

function bothSo(
  kind: 'decimal' | 'thousands',
  point: SeparatorEvidence,
  comma: SeparatorEvidence,
): UnclearNumbers | undefined {
  const [inPoint, inComma] = [point[kind], comma[kind]];
  return inPoint && inComma ? { separator: '.', examples: [inPoint, inComma] } : undefined;
}
