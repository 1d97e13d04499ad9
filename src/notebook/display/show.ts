import { inspect } from 'node:util';
import { isObject, isText, wrongValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { tableBundle } from './draw-table.js';
import { currentFrontEnd } from './front-end.js';
import { checkMimeBundle, toMimeBundle } from './mime-bundle.js';
import { tableOfFacts } from './table.js';

/**
 * Shows a value in the notebook as richly as the front end can: frames as tables, Plotly figures as live
 * charts, other values as text. Outside of a notebook the text form goes to standard output.
 *
 * @example show(charts.topArtists({ artist: ['muse', 'kent'], listeners: [12, 7] }))
 * @param value anything; see toMimeBundle for what is drawn and what is printed
 * @throws InputError for a MIME bundle with a content that cannot be shown; for a value that draws itself with a promise, which only a cell's last value may
 * @category Show
 */
export function show(value: unknown): void {
  const text = () => (typeof value === 'string' ? value : inspect(value));
  checkMimeBundle(value);
  const bundle = toMimeBundle(value) ?? { 'text/plain': text() };
  if (typeof bundle.then !== 'function') currentFrontEnd().display(bundle);
  else {
    throw new InputError(
      'a value whose Symbol.for("Jupyter.display") method returns a promise was shown; ' +
        'make it the last value of its cell, which is awaited',
    );
  }
}

/**
 * Shows Markdown in the notebook, as it stands outside of one. Text from data is not escaped here: put
 * names into frames, or through escapeMarkdown.
 *
 * @throws InputError for anything but a text
 * @example showMarkdown(`**${formatCount(users)}** listeners`)
 * @category Show
 */
export function showMarkdown(markdown: string): void {
  if (!isText(markdown)) throw wrongValue(markdown, 'Markdown, as a text');
  currentFrontEnd().display({ 'text/markdown': markdown, 'text/plain': markdown });
}

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
 * @category Show
 */
export function headline(metrics: Record<string, number>): void {
  if (!isObject(metrics)) throw wrongValue(metrics, "numbers by their names, as in { 'NDCG@10': 0.24 }");
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
