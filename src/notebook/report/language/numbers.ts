import { isObject } from '../../../util/checks.js';
import { decimalPoint } from '../../table/column-format.js';

/** `13,883`, `-0.261`, `+0.012`, `28.4 %`, `&lt;0.01 %`, `1.23e-5`: a number as cells and charts write it, in English. */
const NUMBER = /^((?:&lt;|<)?[-+−]?)(\d[\d,]*)(?:\.(\d+))?(e[+-]?\d+)?( ?%)?$/;

/**
 * What writes an English number in another language; a text that is none stays. Years and the like have no separators,
 * and get none.
 */
export function numberWriter(language: string): (text: string) => string {
  if (/^en\b/.test(language)) return (text) => text;
  const whole = new Intl.NumberFormat(language);
  const ungrouped = new Intl.NumberFormat(language, { useGrouping: false });
  const point = decimalPoint(language);
  return (text) =>
    text.replace(NUMBER, (_, sign: string, digits: string, decimals, exponent = '', percent = '') => {
      const format = digits.includes(',') ? whole : ungrouped;
      const written = format.format(digits.replaceAll(',', '') as `${number}`);
      const fraction = decimals === undefined ? '' : point + digitsOf(ungrouped, decimals);
      return sign + written + fraction + exponent + percent;
    });
}

/** Digits one by one: those after the point may begin with zeros. */
function digitsOf(format: Intl.NumberFormat, digits: string): string {
  return Array.from(digits, (digit) => format.format(Number(digit))).join('');
}

/** Where a figure has texts of its own in place of Plotly's numbers. */
const TEXTS = new Set(['text', 'ticktext', 'customdata']);

/**
 * A part of a figure with the numbers that its notebook wrote, such as those beside bars, in another language. Plotly
 * writes all others. A list is taken for numbers if nothing else is in it: names stay what they are.
 */
export function numbersIn(value: unknown, write: (text: string) => string, name = ''): unknown {
  if (Array.isArray(value)) {
    return TEXTS.has(name) && areNumbers(value)
      ? value.map((text) => (typeof text === 'string' ? written(text, write) : text))
      : value.map((item) => (isObject(item) ? numbersIn(item, write, name) : item));
  }
  if (!isObject(value)) return value;
  if (name === 'annotations' && typeof value.text === 'string') {
    return { ...value, text: written(value.text, write) };
  }
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, numbersIn(part, write, key)]));
}

function areNumbers(texts: readonly unknown[]): boolean {
  const said = texts.filter((text) => text !== '' && text !== null);
  return said.length > 0 && said.every((text) => typeof text === 'string' && NUMBER.test(bare(text)));
}

/** The best of several is in bold. */
function bare(text: string): string {
  return text.replace(/^<b>(.*)<\/b>$/, '$1');
}

function written(text: string, write: (text: string) => string): string {
  const number = bare(text);
  return text.replace(number, write(number));
}
