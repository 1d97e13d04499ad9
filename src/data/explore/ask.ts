import type { DuckDBValue } from '@duckdb/node-api';
import { requireDataset } from '../../engine/matrix/check-interactions.js';
import { InputError } from '../../util/errors.js';
import { formatCount } from '../../util/format.js';
import { catalogue } from '../dataset/catalogue/catalogue.js';
import type { Dataset } from '../dataset/dataset.js';
import { FRAME_ROW_LIMIT, type Frame, frame } from '../frame/frame.js';

/** Runs a question's SQL. The answer is a frame with the columns of its SELECT. */
export async function ask<Row>(dataset: Dataset, sql: string, values?: DuckDBValue[]): Promise<Frame<Row>> {
  const { columns } = await dataset.query(sql, values);
  return frame(columns) as Frame<Row>;
}

/** Questions about indexed entries need the tables that only `clean()` makes. */
export function needCleaned(dataset: Dataset, question: string): void {
  requireDataset(dataset);
  if (dataset.cleaned) return;
  throw new InputError(
    `${question} needs a cleaned dataset, and '${dataset.name}' is as it was read; ` +
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

/** How many rows the answer may have, checked. */
export function readCount(count: number): number {
  if (Number.isInteger(count) && count >= 1 && count <= FRAME_ROW_LIMIT) return count;
  throw new InputError(
    `count is ${count}; expected a whole number from 1 to ${formatCount(FRAME_ROW_LIMIT)}`,
  );
}
