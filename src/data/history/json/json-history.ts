import { isObject } from '../../../util/checks.js';
import { MOST_ROWS, NotAHistory, tooManyRows } from '../export-files.js';
import { type FoundHistory, REASONS, type Row, type RowFormat } from '../listen.js';
import { lastfmJson, listenBrainz, spotifyAccount, spotifyExtended, youTubeMusic } from './json-formats.js';
import { jsonObjects } from './json-objects.js';

const NAMES_SHOWN = 6;

/** Whether a text that begins so is JSON, one document or one a line, rather than a table, which may begin with an artist `[x]`. */
export function isJson(head: string): boolean {
  return /^\s*(\[\s*([[{\]]|$)|\{\s*(["}]|$))/.test(head);
}

/**
 * The plays in a JSON text; undefined when it has no rows at all.
 *
 * @throws NotAHistory when no row is of a format that is known
 * @throws InputError when the text is no JSON
 */
export async function jsonHistory(
  chunks: AsyncIterable<string>,
  label: string,
): Promise<FoundHistory | undefined> {
  const formats: readonly RowFormat[] = [
    spotifyAccount,
    spotifyExtended,
    listenBrainz,
    youTubeMusic,
    lastfmJson(),
  ];
  const values = jsonObjects(chunks, label);
  let first: unknown;
  // Podcasts may come first, or rows that are broken.
  for (let before = 0; ; before++) {
    const { value, done } = await values.next();
    if (done && before === 0) return undefined;
    if (before === 0) first = value;
    if (done) throw new NotAHistory(label, `holds JSON with ${describe(first)}`);
    if (before === MOST_ROWS) throw tooManyRows(label);
    const format = formats.find((candidate) => isObject(value) && candidate.matches(value));
    if (!format) continue;
    const { title, repeatsCount, sign } = format;
    return {
      title,
      repeatsCount,
      namesUsers: format.userOf?.(value as object) !== undefined,
      why: () => sign,
      rows: rowsOf(before, value, values, format),
      notes: () => [],
    };
  }
}

async function* rowsOf(
  before: number,
  first: unknown,
  others: AsyncIterable<unknown>,
  format: RowFormat,
): AsyncGenerator<Row> {
  const read = (value: unknown): Row => {
    if (!isObject(value) || !format.matches(value)) return REASONS.form;
    const row = format.read(value);
    const user = format.userOf?.(value);
    return typeof row === 'string' || user === undefined ? row : { ...row, user: String(user) };
  };
  for (let i = 0; i < before; i++) yield REASONS.form;
  yield read(first);
  for await (const value of others) yield read(value);
}

function describe(value: unknown): string {
  if (!isObject(value)) return 'a list of single values';
  const names = Object.keys(value);
  if (names.length === 0) return 'nothing in it';
  return `${names.slice(0, NAMES_SHOWN).join(', ')}${names.length > NAMES_SHOWN ? ', ...' : ''}`;
}
