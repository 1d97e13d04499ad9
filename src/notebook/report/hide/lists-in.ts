import { PLOTLY_TYPE } from '../../display/figure.js';
import type { JsonObject, Output } from '../../jupyter/nbformat.js';
import { unpackTable } from '../../table/node/pack-table.js';
import { isPackedTable, TABLE_TYPE } from '../../table/packed-table.js';
import { tablesIn } from './hide-in-table.js';

/** Texts that an output shows together, such as a column of a table or a chart's categories. */
export interface Listed {
  readonly texts: readonly string[];
  /** Columns beside them, each as long as the texts. */
  readonly numbers: readonly (readonly unknown[])[];
}

/** Shorter ones are nobody's list. */
const SHORTEST = 5;

/** All lists of texts in an output: columns of tables, packed and in HTML, arrays of figures, and what is printed. */
export function listsIn(output: Output): Listed[] {
  const lists = 'data' in output ? listsInBundle(output.data) : 'text' in output ? [inText(output.text)] : [];
  return lists.filter(({ texts }) => texts.length >= SHORTEST);
}

/** Texts come last: what else there is says better how many rows there are. */
function listsInBundle(data: JsonObject): Listed[] {
  const texts = Object.entries(data).filter(([type]) => type.startsWith('text/') && type !== 'text/html');
  return [
    ...inPacked(data[TABLE_TYPE]),
    ...tablesIn(String(data['text/html'] ?? '')).flatMap(inColumns),
    ...inJson(data[PLOTLY_TYPE]),
    ...inJson(data['application/json']),
    ...texts.map(([, text]) => inText(String(text))),
  ];
}

function inPacked(table: unknown): Listed[] {
  const data = isPackedTable(table) ? unpackTable(table) : undefined;
  return data ? inColumns([...(data.index ? [data.index] : []), ...data.values]) : [];
}

/** Counts of plays are among the first numbers. */
const MOST_NUMBERS = 5;

/** Each column of texts, with the numbers beside it. */
function inColumns(columns: readonly (readonly unknown[])[]): Listed[] {
  const read = columns.map((column) => column.map(numberIn));
  const numbers = read.filter((column) => column.some((value) => value !== undefined)).slice(0, MOST_NUMBERS);
  return columns.flatMap((column, at) => {
    const texts = column.map((value) => (typeof value === 'string' ? asWritten(value) : ''));
    return texts.every((text, row) => text === '' || read[at][row] !== undefined) ? [] : [{ texts, numbers }];
  });
}

/** Arrays of an object that are as long as one another are columns; so are rows of the same properties. */
function inJson(value: unknown): Listed[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value);
  const arrays = Array.isArray(value) ? [value, ...columnsOf(value)] : inner.filter(Array.isArray);
  const lengths = [...new Set(arrays.map(({ length }) => length))].filter((length) => length >= SHORTEST);
  const here = lengths.flatMap((length) => inColumns(arrays.filter((array) => array.length === length)));
  return [...here, ...inner.flatMap(inJson)];
}

function columnsOf(rows: readonly unknown[]): unknown[][] {
  const names = new Set(
    rows.flatMap((row) => (typeof row === 'object' && row !== null ? Object.keys(row) : [])),
  );
  return names.size > 100 ? [] : [...names].map((name) => rows.map((row) => Object(row)[name]));
}

/** What stands between the marks and spaces with which tables and lists are printed. */
function inText(text: string): Listed {
  const texts = text
    .split(/[\n\t|│║,;"`*]|\s{2,}|: |(?<!\p{L})'|'(?!\p{L})/u)
    .map((part) => asWritten(part.replace(/^\s*[-\d]+[.)]?\s/, '')));
  return { texts: texts.filter((part) => part !== ''), numbers: [] };
}

/** A name as the data has it, without what Markdown and charts add. */
function asWritten(text: string): string {
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
    .trim();
}

function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const isWritten = typeof value === 'string' && /^\d[\d,]*(?:\.\d+)?$/.test(value.trim());
  return isWritten ? Number(value.replaceAll(',', '')) : undefined;
}
