import { InputError } from '../../util/errors.js';
import type { Dataset } from '../dataset/dataset.js';
import { whatWasDropped } from '../dataset/dropped.js';
import { needCleaned } from './ask.js';

/**
 * Ends a notebook early, with the reason, where cleaning has left nothing to look at.
 *
 * @example await requirePlays(plays);
 * @throws InputError before cleaning, and for a dataset without a row, with what was dropped from it
 */
export async function requirePlays(dataset: Dataset): Promise<void> {
  needCleaned(dataset, 'requirePlays');
  const { columns } = await dataset.query('SELECT count(*)::INTEGER AS rows FROM entries');
  if (Number(columns.rows[0]) > 0) return;
  const why = (await whatWasDropped(dataset)) ?? 'open a dataset with at least one row of plays';
  throw new InputError(`there is nothing to look at in ${dataset.title}: ${why}`);
}
