import { InputError } from '../../util/errors.js';
import { currentFrontEnd } from './current-front-end.js';
import { tableOfFacts } from './table.js';
import { tableBundle } from './table-bundle.js';

/** The MIME type of a run's headline metrics: an object of numbers by name. */
export const METRICS_TYPE = 'application/vnd.listenlab.metrics+json';

/**
 * Shows the numbers by which this run is to be compared with others. A report has them at its top, and the
 * index of a folder of reports has a column for each. Where notebooks give a name twice, the later number
 * counts.
 *
 * @example headline({ 'NDCG@10': 0.244, 'recall@10': 0.218 })
 * @param metrics numbers by the names they are shown under, in any unit; one at least
 * @throws InputError for a number that is not finite, a name that is empty, or no number at all
 */
export function headline(metrics: Record<string, number>): void {
  const names = Object.keys(metrics);
  if (names.length === 0) throw new InputError("headline got no number; give one, as { 'NDCG@10': 0.24 }");
  for (const name of names) check(name, metrics[name]);
  currentFrontEnd().display({ [METRICS_TYPE]: { ...metrics }, ...tableBundle(tableOfFacts(metrics)) });
}

function check(name: string, value: unknown): void {
  if (name.trim() === '') throw new InputError('headline got a number without a name; name it');
  if (Number.isFinite(value)) return;
  throw new InputError(`headline got ${String(value)} for ${name}; expected a finite number`);
}
