import { InputError, messageOf } from '../util/errors.js';
import { EXPECTED } from './export-files.js';
import { REASONS, type Row, type RowFormat } from './listen.js';
import { listenBrainz } from './listenbrainz.js';
import { spotifyAccount } from './spotify-account.js';
import { spotifyExtended } from './spotify-extended.js';

const FORMATS: readonly RowFormat[] = [spotifyAccount, spotifyExtended, listenBrainz];
/** A row or two may be broken, but not the first hundred. */
const ROWS_LOOKED_AT = 100;
const NAMES_SHOWN = 6;

/** Whether a text is JSON, one document or one a line, rather than a table, which may begin with an artist `[x]`. */
export function isJson(text: string): boolean {
  return /^\s*(\[\s*([[{\]]|$)|\{\s*(["}]|$))/.test(text);
}

/**
 * The rows of a JSON file and the format they are in; undefined when there are none.
 *
 * @throws InputError when the text is no JSON, or in no format that is known
 */
export function jsonRows(
  text: string,
  label: string,
): { format: RowFormat; rows: Iterable<Row> } | undefined {
  const values = parseValues(text, label);
  if (values.length === 0) return undefined;
  const objects = values.slice(0, ROWS_LOOKED_AT).filter(isObject);
  const format = FORMATS.find((candidate) => objects.some((row) => candidate.matches(row)));
  if (!format) throw new InputError(`${label} holds JSON with ${describe(values[0])}; ${EXPECTED}`);
  return { format, rows: readRows(values, format) };
}

function* readRows(values: readonly unknown[], format: RowFormat): Generator<Row> {
  for (const value of values) {
    yield isObject(value) && format.matches(value) ? format.read(value) : REASONS.form;
  }
}

/** A list's items; the documents of a text that has one a line; or the one document. */
function parseValues(text: string, label: string): unknown[] {
  if (text.trimStart().startsWith('[')) return parse(text, label) as unknown[];
  const lines = text.split('\n');
  if (!isWhole(lines[0])) return [parse(text, label)];
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [parse(line, `line ${i + 1} of ${label}`)]));
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function parse(text: string, label: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes the text, which is the listener's own and may be long: what counts is where.
    const where = /at position \d+/.exec(messageOf(error))?.[0] ?? 'at its end';
    throw new InputError(
      `${label} is damaged: its JSON breaks off ${where}; download or unpack the export again`,
      { cause: error },
    );
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (!isObject(value)) return Array.isArray(value) ? 'a list of lists' : `a list of ${typeof value}s`;
  const names = Object.keys(value);
  if (names.length === 0) return 'nothing in it';
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${names.length > NAMES_SHOWN ? ', ...' : ''}`;
}
