import { escapeHtml, unescapeHtml } from '../../../util/escape.js';
import type { CellValue } from '../../table/column-format.js';
import { firstRows, unpackTable, withTexts } from '../../table/node/pack-table.js';
import { isPackedTable, type PackedTable, type TableData } from '../../table/packed-table.js';
import type { UserNames } from './user-names.js';

/** How many rows of a table with users are kept: those that the HTML beside it shows. */
const ROWS_OF_USERS = 60;

/**
 * A packed table without users. One that has a column of users keeps no more rows than are shown as HTML, so that no
 * long list can be taken from it.
 *
 * @returns undefined for a table that is damaged: what is in it cannot be known
 */
export function hideInTable(table: unknown, users: UserNames): PackedTable | undefined {
  const data = isPackedTable(table) ? unpackTable(table) : undefined;
  if (!isPackedTable(table) || !data) return undefined;
  const { columns } = table;
  const ofUsers = columns.map(({ name }) => isUserColumn(name));
  const { index, values } = ofUsers.includes(true) ? firstRows(data, ROWS_OF_USERS) : data;
  const hideIn = (value: CellValue) => (typeof value === 'string' ? users.hide(value) : value);
  const hidden: TableData = {
    ...(index && { index: index.map((name) => users.hide(name)) }),
    values: values.map((column, at) =>
      column.map((value) => (ofUsers[at] && value !== null ? hideUser(String(value), users) : hideIn(value))),
    ),
  };
  const named = columns.map(({ name, format }) => ({ name: users.hide(name), format }));
  return withTexts(table, data, named, hidden);
}

const TABLE = /<table\b.*?<\/table>/gis;
const ROW = /<tr\b.*?<\/tr>/gis;
const CELL = /(<t([hd])\b[^>]*>)(.*?)(<\/t\2>)/gis;

/** HTML without the users in its columns of users; other columns stay. */
export function hideUserColumns(html: string, users: UserNames): string {
  return html.replace(TABLE, (table) => {
    const [head = ''] = table.match(ROW) ?? [];
    const names = [...head.matchAll(CELL)].map(([, , , text]) => plainText(text));
    if (!names.some(isUserColumn)) return table;
    let rows = 0;
    return table.replace(ROW, (row) => {
      if (rows++ === 0) return row;
      let column = 0;
      return row.replace(CELL, (cell: string, open: string, _: string, text: string, close: string) => {
        if (!isUserColumn(names[column++] ?? '')) return cell;
        const user = plainText(text);
        const hidden = hideUser(user, users);
        return hidden === user ? cell : `${open}${escapeHtml(hidden)}${close}`;
      });
    });
  });
}

/** The tables in HTML, as columns of text without the first row. */
export function tablesIn(html: string): string[][][] {
  return [...html.matchAll(TABLE)].map(([table]) => {
    const rows = [...table.matchAll(ROW)]
      .slice(1)
      .map(([row]) => [...row.matchAll(CELL)].map(([, , , text]) => plainText(text)));
    const width = Math.max(0, ...rows.map((row) => row.length));
    return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? ''));
  });
}

/** HTML with no more than the first rows below the head of each table. */
export function firstRowsOfTables(html: string, count: number): string {
  return html.replace(TABLE, (table) => {
    let rows = 0;
    return table.replace(ROW, (row) => (rows++ > count ? '' : row));
  });
}

/** HTML with other texts in the cells of its tables; a cell with elements in it stays. */
export function changeCells(html: string, change: (text: string) => string): string {
  return html.replace(CELL, (cell: string, open: string, _: string, inner: string, close: string) => {
    if (inner.includes('<')) return cell;
    const text = unescapeHtml(inner);
    const changed = change(text);
    return changed === text ? cell : `${open}${escapeHtml(changed)}${close}`;
  });
}

function plainText(html: string): string {
  return unescapeHtml(html.replace(/<[^>]*>/g, '')).trim();
}

/** Whether a heading says that its column names users: `user`, `User`, `user_id`, `userId`, `username`, `listener`. */
export function isUserColumn(heading: string): boolean {
  return /^(?:user|listener)(?:[ _-]?(?:id|name))?$/i.test(heading.trim());
}

/** A value of such a column, unless it is missing or masked already, as `userMask` does. */
export function hideUser(value: string, users: UserNames): string {
  const known = users.hide(value);
  const isHidden = value === '' || /^listener \d+$/.test(value) || users.isStandIn(known);
  return isHidden ? known : users.standIn(value);
}
