import { shellWord } from '../../../util/escape.js';
import { formatPlural } from '../../../util/format.js';
import {
  adviceOf,
  delimiterName,
  type Suggestion,
  suggestColumns,
  UNKNOWN,
} from '../columns/column-advice.js';
import { alikeColumns, usualColumns } from '../columns/column-names.js';
import type { TableOptions } from '../columns/table-options.js';
import { type Advice, FileRefusal, shownLine } from '../file-error.js';
import { cellsOf, type Dialect, NAMING_DELIMITERS, namesColumns } from './dialect.js';

/** What a file of plays is expected to be, for messages. */
export const EXPECTED_COLUMNS =
  'expected 4 columns separated by tabs (user, mbid, artist, plays), or a table whose header names the ' +
  'columns user, artist and plays';

/** Often part of names as well: suggested, but not taken without being told. */
const SUGGESTED_LAST = [' ', ':'];
/** Signs that may stand between cells: `->`, `##`, `/`, `<||>`. */
const SIGNS = /[^\p{L}\p{N}\s"]{1,8}/gu;
/** Those that are part of names more often. */
const PART_OF_NAMES = /^['.,_-]$/;
/** What may be given as a delimiter is no longer. */
const LONGEST_DELIMITER = 3;
/** Lines that are looked at. */
const SAMPLE_LINES = 50;
const RUN_OF_BLANKS = / {2,}/;

/**
 * Why the columns of a text file are not found although its first lines may show them: titles stand above its header,
 * or something else stands between its columns. Undefined when neither is so.
 */
export function layoutRefusal(
  file: string,
  dialect: Dialect | undefined,
  options: TableOptions,
): FileRefusal | undefined {
  if (dialect === undefined) return undefined;
  return headerBelow(file, dialect, options) ?? otherDelimiter(file, dialect, options);
}

/**
 * Refuses a table whose first rows are whole only with another delimiter than its header: each of them would be one
 * cell.
 */
export function refuseOtherRows(file: string, dialect: Dialect): void {
  const { header, width, delimiter, firstLine, skip, head } = dialect;
  const rows = head.slice(skip).filter((line) => line.trim() !== '');
  if (header === undefined || width < 3 || rows.some((row) => cellsOf(row, delimiter).length > 1)) return;
  const other = NAMING_DELIMITERS.find((each) => each !== delimiter && commonWidth(rows, each) === width);
  if (other === undefined) return;
  const advice = 'write the header with the same delimiter as the rows';
  throw new FileRefusal(
    `${file}: line ${firstLine.number} has ${delimiterName(delimiter)} between its columns, and the rows have ${delimiterName(other)}: ${shownLine(rows[0])}`,
    { code: advice, flags: advice },
  );
}

interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/** The first lines of a file from its header on, without blank ones. */
function sample({ head, firstLine }: Dialect): NumberedLine[] {
  const lines = head.map((text, i) => ({ number: i + 1, text }));
  return lines
    .filter(({ number, text }) => number >= firstLine.number && text.trim() !== '')
    .slice(0, SAMPLE_LINES);
}

function headerBelow(file: string, dialect: Dialect, options: TableOptions): FileRefusal | undefined {
  if (dialect.header === undefined || namesColumns(dialect.header, options)) return undefined;
  const lines = sample(dialect);
  const delimiters = options.delimiter === undefined ? NAMING_DELIMITERS : [options.delimiter];
  const isNaming = ({ text }: NumberedLine) =>
    delimiters.some((delimiter) => namesColumns(cellsOf(text, delimiter), options));
  const header = lines.find(isNaming) ?? (dialect.width === 1 ? firstOfTable(lines, delimiters) : undefined);
  if (header === undefined || header === lines[0]) return undefined;
  const problem = `${file}: line ${dialect.firstLine.number} is ${shownLine(dialect.firstLine.text)}, and the header seems to be line ${header.number}, ${shownLine(header.text)}`;
  const advice = `delete the lines above it: tail -n +${header.number} FILE > NEW`;
  return new FileRefusal(problem, { code: advice, flags: advice, byOthers: true });
}

/** The line from which on all have the same number of cells, and several. */
function firstOfTable(
  lines: readonly NumberedLine[],
  delimiters: readonly string[],
): NumberedLine | undefined {
  for (const delimiter of delimiters) {
    const widths = lines.map(({ text }) => cellsOf(text, delimiter).length);
    const start = widths.findLastIndex((width) => width !== widths.at(-1)) + 1;
    if ((widths.at(-1) ?? 0) > 2 && start < lines.length - 1) return lines[start];
  }
  return undefined;
}

function otherDelimiter(file: string, dialect: Dialect, options: TableOptions): FileRefusal | undefined {
  const { header, width, firstLine } = dialect;
  const lines = sample(dialect).map(({ text }) => text);
  const signs = (lines[0].match(SIGNS) ?? []).filter((each) => !PART_OF_NAMES.test(each));
  const long = signs.filter((each) => each.length > LONGEST_DELIMITER);
  const suggested = [...long, ...NAMING_DELIMITERS, ...signs, ...SUGGESTED_LAST];
  const others = suggested.filter((delimiter) => delimiter !== dialect.delimiter);
  const isNamed = header === undefined || namesColumns(header, options);
  const naming = others.find((delimiter) => namesColumns(cellsOf(lines[0], delimiter), options));
  const isLong = long.some((each) => commonWidth(lines, each) > 2);
  if (width > 1 && (isNamed || (naming === undefined && !isLong))) return undefined;
  const found = formatPlural(width, 'column');
  const expected =
    options.delimiter === undefined
      ? `; ${EXPECTED_COLUMNS}`
      : ` with ${delimiterName(options.delimiter)} as delimiter; expected columns user, artist and plays`;
  return new FileRefusal(
    `${file}: line ${firstLine.number} has ${found}${expected}; the line is ${shownLine(firstLine.text)}`,
    delimiterAdvice(lines, others, naming, options),
  );
}

const SAY_DELIMITER: Advice = {
  code: 'say what separates its columns with the option delimiter',
  flags: 'say what separates its columns with --delimiter',
};

/** @param naming the delimiter that finds the names of columns in the first line */
function delimiterAdvice(
  lines: readonly string[],
  others: readonly string[],
  naming: string | undefined,
  options: TableOptions,
): Advice {
  const aligned = lines[0].trim().split(RUN_OF_BLANKS);
  const isAligned = namesColumns(aligned, options) || commonWidth(lines, RUN_OF_BLANKS) > 1;
  if ((naming === undefined || naming === ' ') && isAligned) {
    return tabsAdvice('several spaces separate', ' {2,}');
  }
  const delimiter =
    naming ??
    others.find((other) => commonWidth(lines, other) > 2) ??
    others.find((other) => commonWidth(lines, other) > 1);
  if (delimiter === undefined) {
    return SAY_DELIMITER;
  }
  if (delimiter.length > LONGEST_DELIMITER)
    return tabsAdvice(`${delimiterName(delimiter)} separates`, `\\Q${delimiter}\\E`);
  const words = `if ${delimiterName(delimiter)} separates its columns, say so`;
  const suggestion = suggestionWith(delimiter, lines, options);
  // With this one, too, there are not enough columns.
  return suggestion.columns?.artist === UNKNOWN && suggestion.header === false
    ? SAY_DELIMITER
    : adviceOf(words, suggestion);
}

/** For what cannot be said with the option delimiter. */
function tabsAdvice(found: string, pattern: string): Advice {
  const command = shellWord(`s/${pattern}/\\t/g`);
  const words = `if ${found} its columns, replace them with tabs: perl -pe ${command} FILE > NEW`;
  return { code: words, flags: words, byOthers: true };
}

/** How many cells all lines have; 1 where they differ. */
function commonWidth(lines: readonly string[], delimiter: string | RegExp): number {
  const widths = new Set(
    lines.map((line) =>
      typeof delimiter === 'string' ? cellsOf(line, delimiter).length : line.trim().split(delimiter).length,
    ),
  );
  return widths.size === 1 ? [...widths][0] : 1;
}

/** The delimiter, and the columns where they do not show by themselves. */
function suggestionWith(delimiter: string, lines: readonly string[], options: TableOptions): Suggestion {
  const { header, columns, countListens } = options;
  const numbers = { user: 1, artist: 2, plays: 3 };
  if (header === false) return { header, delimiter, columns: columns ?? numbers, countListens };
  const [cells, ...rows] = lines.map((line) => cellsOf(line, delimiter));
  const hasPlays = [...alikeColumns(cells, 'plays'), ...usualColumns(cells, 'plays')].length > 0;
  if (columns !== undefined || (namesColumns(cells, options) && (hasPlays || countListens)))
    return { delimiter, columns, countListens };
  return { delimiter, ...suggestColumns(cells, options, rows) };
}
