/**
 * What a cell holds, as plain JSON. In a column of numbers, those beyond JSON (big integers, infinities) are their
 * digits; in any other column everything is text already. Null is a missing value.
 */
export type CellValue = number | string | null;

/** How the cells of a column are written: all with the same number of decimals, so that digits stand under digits. */
export interface ColumnFormat {
  /**
   * `count`: whole, with thousands separated. `plain`: as short as it is, for numbers that name something. `share`: in
   * percent. `written`: texts that are numbers as their author writes them, such as `88 %`.
   */
  readonly kind: 'text' | 'written' | 'count' | 'plain' | 'decimal' | 'share';
  readonly decimals: number;
}

/** The format of a column of anything but numbers. */
export const TEXT: ColumnFormat = { kind: 'text', decimals: 0 };

/** How a missing value is written; the words "null" or "nan" may be artists. */
export const MISSING = '–';

/** A column called so holds shares, if all are from 0 to 1: `share`, `share of plays`, `play_share`, `playShare`. */
const SHARE = /(?:^|[^A-Za-z]|[a-z](?=S))[Ss]hares?(?![a-z])/;

/** Ranks are whole, but for those in between that level rows have: 1, 2.5, 2.5, 4. */
const RANK = /(?:^|[^A-Za-z])ranks?$/i;

/** Whole numbers that are no amounts: `2,005` is no year. */
const NAMING = /(?:^|[^A-Za-z])(?:id|seed|year)$/i;

/** The format of a column of numbers, by its name and by their size. */
export function formatOfNumbers(name: string, numbers: readonly number[]): ColumnFormat {
  const finite = numbers.filter(Number.isFinite);
  if (SHARE.test(name) && finite.length > 0 && finite.every((share) => share >= 0 && share <= 1)) {
    return { kind: 'share', decimals: decimalsFor(finite.map(percentOf), 3) };
  }
  if (finite.every(Number.isInteger)) return { kind: NAMING.test(name) ? 'plain' : 'count', decimals: 0 };
  return RANK.test(name)
    ? { kind: 'plain', decimals: 0 }
    : { kind: 'decimal', decimals: decimalsFor(finite, 4) };
}

/** The format of a column of texts: a name of digits, such as a user's, is no number. */
export function formatOfTexts(texts: readonly unknown[]): ColumnFormat {
  const areNumbers = texts.every((text) => typeof text === 'string' && WRITTEN.test(text));
  return areNumbers && texts.some((text) => /[^\d]/.test(String(text))) ? { ...TEXT, kind: 'written' } : TEXT;
}

/** `88 %`, `<0.1 %`, `+0.012`, `1,234`, but not `007`. */
const WRITTEN = /^<?[-+−]?(?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.\d+)?(?: ?%)?$/;

/** What a written number amounts to; anything else is NaN. */
export function amountOf(written: string): number {
  return Number(written.replace(/[<+, %]/g, '').replace('−', '-'));
}

/** Whether the cells are numbers. */
export function isNumeric({ kind }: ColumnFormat): boolean {
  return kind !== 'text' && kind !== 'written';
}

/** Whether the cells are set flush right, as numbers are, also those in texts. */
export function isFlushRight({ kind }: ColumnFormat): boolean {
  return kind !== 'text';
}

/** Whether a text is a date, or begins with one: cut in two it is hard to read. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d(?:-\d\d)?(?:$|[T ])/.test(text);
}

/** Writes the cells of a table as they are shown. */
export type CellWriter = (format: ColumnFormat, value: CellValue) => string;

/**
 * What writes the cells of a table as a language has its numbers: `1,234.5` in English, `1.234,5` in German.
 *
 * @param language a tag such as `de`
 */
export function cellWriter(language: string): CellWriter {
  const grouped: Intl.NumberFormat[] = [];
  const withDecimals = (decimals: number) => {
    grouped[decimals] ??= new Intl.NumberFormat(language, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    return grouped[decimals];
  };
  const point = decimalPoint(language);
  return (format, value) => {
    if (value === null) return MISSING;
    if (!isNumeric(format)) return String(value);
    // What JSON has no number for: big integers and infinities.
    if (typeof value === 'string' && format.kind !== 'plain')
      return withDecimals(0).format(value as `${number}`);
    const plain = formatWithoutSeparators(format, value);
    // Digits that were rounded once are only set apart here.
    const isGrouped = format.kind !== 'plain' && /^-?\d+(?:\.\d+)?$/.test(plain);
    return isGrouped
      ? withDecimals(plain.split('.')[1]?.length ?? 0).format(plain as `${number}`)
      : plain.replace('.', point);
  };
}

/** The sign before the decimals. */
export function decimalPoint(language: string): string {
  const parts = new Intl.NumberFormat(language).formatToParts(0.5);
  return parts.find(({ type }) => type === 'decimal')?.value ?? '.';
}

/** A cell that is not missing, with a decimal point and without thousands set apart. */
export function formatWithoutSeparators({ kind, decimals }: ColumnFormat, value: number | string): string {
  if (typeof value === 'string') return value;
  if (kind === 'share') return `${fixed(percentOf(value), decimals, (least) => `<${least}`)} %`;
  return kind === 'decimal' ? fixed(value, decimals, () => value.toExponential(2)) : String(value);
}

/** @param tiny what stands for a number that would be written as zero without being it, given the least one written */
function fixed(number: number, decimals: number, tiny: (least: string) => string): string {
  const isTiny = number !== 0 && Math.abs(number) < 0.5 * 10 ** -decimals;
  return isTiny ? tiny((10 ** -decimals).toFixed(decimals)) : number.toFixed(decimals);
}

/** In percent, without the last digits, which the multiplication may have made. */
function percentOf(share: number): number {
  return Number((100 * share).toPrecision(12));
}

/**
 * So many digits in all for the largest number of a column, but six decimals at most, and one at least where a number is
 * small enough to need it; fewer if all numbers are written whole with fewer.
 */
function decimalsFor(numbers: readonly number[], digits: number): number {
  const sizes = numbers.map(Math.abs);
  const largest = sizes.reduce((max, size) => Math.max(max, size), 0);
  const areLarge = sizes.every((size) => size === 0 || size >= 10 ** (digits - 1));
  const wholeDigits = largest < 1e-6 ? -6 : Math.ceil(Math.log10(largest));
  const most = Math.min(6, Math.max(areLarge ? 0 : 1, digits - wholeDigits));
  let needed = 0;
  for (const number of numbers) {
    needed = Math.max(needed, decimalsOf(number));
    if (needed >= most) return most;
  }
  return needed;
}

function decimalsOf(number: number): number {
  const text = String(number);
  if (text.includes('e')) return Number.POSITIVE_INFINITY;
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}
