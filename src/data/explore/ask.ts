import type { QueryValue } from '../../duckdb/results.js';
import { requireDataset } from '../../engine/matrix/check-interactions.js';
import { IdMap } from '../../engine/matrix/id-map.js';
import { showValue, wholeNumber } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { catalogue } from '../dataset/catalogue/catalogue.js';
import type { Dataset } from '../dataset/dataset.js';
import { FRAME_ROW_LIMIT, type Frame, frame } from '../frame/frame.js';

/** Runs a question's SQL. The answer is a frame with the columns of its SELECT. */
export async function ask<Row>(dataset: Dataset, sql: string, values?: QueryValue[]): Promise<Frame<Row>> {
  const { columns } = await dataset.query(sql, values);
  return frame(columns) as Frame<Row>;
}

/** Questions about entries need the tables that only `clean()` makes. */
export function needCleaned(dataset: Dataset, question: string): void {
  requireDataset(dataset);
  if (dataset.cleaned) return;
  throw new InputError(
    `${question} needs a cleaned dataset, and '${dataset.name}' is not cleaned; ` +
      'call clean() first: const { dataset } = await raw.clean()',
  );
}

const NAMES = new Intl.ListFormat('en');

/** Questions about listeners themselves need a profile file. */
export function needProfiles(dataset: Dataset, question: string): void {
  requireDataset(dataset);
  if (dataset.hasProfiles) return;
  const withProfiles = catalogue().filter(({ files }) => files.some(({ name }) => name.includes('profile')));
  throw new InputError(
    `${question} needs profiles of listeners, and dataset '${dataset.name}' has none; ` +
      `${NAMES.format(withProfiles.map(({ name }) => `'${name}'`))} have them, ` +
      "or name a profile file: openDataset(path, { profiles: 'usersha1-profile.tsv' })",
  );
}

/** How many rows an answer may have. */
export const rowCount = wholeNumber(1, FRAME_ROW_LIMIT);

/** The index of an artist in SQL, found by name as {@link IdMap} finds it. */
export function artistIndex(dataset: Dataset, artist: string): Promise<number> {
  return indexOf(dataset, 'artist', artist);
}

/** An artist's name as the data writes it, the first of several that differ in case only; undefined where there is none. */
export async function findArtist(dataset: Dataset, artist: string): Promise<string | undefined> {
  return (await scan(dataset, 'artist', artist)).at(0)?.name;
}

/** The index of a user in SQL, found by name as {@link IdMap} finds it. */
export function userIndex(dataset: Dataset, user: string): Promise<number> {
  return indexOf(dataset, 'user', user);
}

/**
 * One scan of the names answers for names that exist. For others, and where several differ in case only, all names are loaded once, and IdMap
 * has the last word: a spelling that only Unicode's full case rules match, or the error, which for artists suggests
 * the nearest name.
 */
async function indexOf(dataset: Dataset, kind: 'artist' | 'user', name: string): Promise<number> {
  if (typeof name !== 'string') {
    const remedy = typeof name === 'number' ? `, as text: '${name}'` : '';
    throw new InputError(`${kind} is ${showValue(name)}; expected a name${remedy}`);
  }
  const found = await scan(dataset, kind, name);
  if (found.length === 1 || found.at(0)?.name === name) return found[0].index;
  const all = await dataset.query(`SELECT "${kind}" AS name FROM ${kind}s ORDER BY ${kind}_index`);
  return new IdMap(kind, all.columns.name as string[]).index(name);
}

/** The names that are the same but for case, the exact one first; two of them at most. */
async function scan(
  dataset: Dataset,
  kind: 'artist' | 'user',
  name: string,
): Promise<{ index: number; name: string }[]> {
  const { columns } = await dataset.query(
    `SELECT ${kind}_index AS index, "${kind}" AS name FROM ${kind}s
    WHERE "${kind}" = $1 OR lower(nfc_normalize("${kind}")) = lower(nfc_normalize($1))
    ORDER BY "${kind}" = $1 DESC, index LIMIT 2`,
    [name],
  );
  return columns.index.map((index, i) => ({ index: index as number, name: columns.name[i] as string }));
}
