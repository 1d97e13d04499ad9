import { shellWord } from '../../../util/escape.js';
import type { Columns } from '../columns/column-names.js';
import { FileRefusal, shownLine } from '../file-error.js';
import { cellsOf, type Dialect, NAMING_DELIMITERS } from './dialect.js';

/** What begins and ends as a quoted cell does; a name such as 'Til Tuesday only begins so. */
const QUOTED = /^(?:'.*'|`.*`|[“„”].*[“”]|«.*»|».*«)$/s;
/** What begins so, or ends so, where a delimiter stands in a name. */
const OPENED = /^(?:'[^']*|`[^`]*|[“„][^“”]*|«[^»]*)$/;
const CLOSED = /^(?:[^']*'|[^`]*`|[^“„]*[“”]|[^«]*»)$/;
/** One row that is too long is left out and counted, like others. */
const LEAST_SPLIT = 2;
const isQuoted = (cell: string | undefined) => cell !== undefined && cell.length > 1 && QUOTED.test(cell);

/**
 * Refuses a text file whose cells stand in single quotes, typographic ones or backticks, which would become part of names: all cells of a column, as
 * far as the first lines go, or cells in several rows that have too many without them.
 */
export function refuseOtherQuotes(file: string, dialect: Dialect): void {
  const { delimiter, head, skip, header, firstLine } = dialect;
  const lines = head
    .map((text, i) => ({ number: i + 1, text }))
    .slice(skip)
    .filter(({ text }) => text.trim() !== '');
  const rows = lines.map(({ text }) => cellsOf(text, delimiter));
  const inHeader = header !== undefined && header.length > 1 && header.every(isQuoted);
  const split = rows.flatMap((row, i) => (isSplit(row, dialect.width) ? [i] : []));
  if (!inHeader && !hasQuotedColumn(rows) && split.length < LEAST_SPLIT) return;
  const line = inHeader ? firstLine : lines[split[0] ?? 0];
  const cell = cellsOf(line.text, delimiter).find((each) => isQuoted(each) || OPENED.test(each));
  if (!cell?.startsWith("'")) throw otherQuotes(file, line);
  const advice = `convert it to double quotes: ${command(delimiter, head)}`;
  throw new FileRefusal(
    `${file}: line ${line.number} has cells in single quotes: ${shownLine(line.text)}; expected double quotes around cells, or none`,
    { code: advice, flags: advice, byOthers: true },
  );
}

/** Refuses a text file most of whose rows are one quoted cell each, with all of the row in it. */
export function refuseQuotedRows(file: string, { delimiter, head, skip, width }: Dialect): void {
  const lines = head
    .map((text, i) => ({ number: i + 1, text }))
    .slice(width === 1 ? skip - 1 : skip)
    .filter(({ text }) => text.trim() !== '');
  const quoted = lines.filter(({ text }) => isQuotedRow(text, delimiter, width));
  if (quoted.length * 2 <= lines.length) return;
  const [{ number, text }] = quoted;
  const advice = `remove those around rows: perl -pe 's/^"|"(?=\\r?$)//g; s/""/"/g' FILE > NEW`;
  throw new FileRefusal(
    `${file}: line ${number} is a whole row in quotes: ${shownLine(text)}; expected quotes around cells, or none`,
    { code: advice, flags: advice, byOthers: true },
  );
}

function isQuotedRow(line: string, delimiter: string, width: number): boolean {
  const [row, ...others] = cellsOf(line, delimiter);
  if (others.length > 0 || !/^".*"$/s.test(line.trim())) return false;
  const widths = NAMING_DELIMITERS.map((each) => cellsOf(row, each).length);
  return widths.some((each) => (width === 1 ? each > 2 : each === width));
}

function otherQuotes(file: string, line: { readonly number: number; readonly text: string }): FileRefusal {
  const command = "convert them: perl -CSD -Mutf8 -pe 's/[“”„«»`]/\"/g' FILE > NEW";
  return new FileRefusal(
    `${file}: line ${line.number} has cells in quotes other than double quotes: ${shownLine(line.text)}; expected double quotes (") around cells, or none`,
    { code: command, flags: command, byOthers: true },
  );
}

/** One cell alone may be a name in quotes. */
function hasQuotedColumn(rows: readonly Columns[]): boolean {
  const quoted = (rows[0] ?? []).map((_, i) => {
    const cells = rows.map((row) => row[i]).filter((cell) => cell !== undefined && cell !== '');
    return cells.every(isQuoted) ? cells.length : 0;
  });
  return quoted.reduce((sum, cells) => sum + cells, 0) > 1;
}

/** Whether a row that is too long has the right length when what stands between two quotes is one cell. */
function isSplit(row: readonly string[], width: number): boolean {
  const start = row.findIndex((cell) => OPENED.test(cell));
  const surplus = row.length - width;
  return surplus > 0 && start >= 0 && CLOSED.test(row[start + surplus] ?? '');
}

function command(delimiter: string, head: readonly string[]): string {
  if (delimiter.length > 1) return 'export it again, with the double quote as quote character';
  const sign = delimiter === ',' ? '' : `, delimiter=${JSON.stringify(delimiter)}`;
  const escapes = head.some((line) => line.includes("\\'")) ? ', doublequote=False, escapechar="\\\\"' : '';
  const script = `import csv, sys; csv.writer(sys.stdout${sign}, lineterminator="\\n").writerows(csv.reader(sys.stdin${sign}, quotechar="\\x27"${escapes}))`;
  return `python3 -c ${shellWord(script)} < FILE > NEW`;
}
