import { inspect, types } from 'node:util';
import { isText, readOptions, showValue, wrongValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { currentFrontEnd } from './front-end.js';
import { bundleOfTable, checkMimeBundle, toMimeBundle } from './mime-bundle.js';

/** What stands beside a value that is shown. */
export interface ShowOptions {
  /** A line above a table that says what it shows; a figure has a title instead. Default: none. */
  caption?: string;
}

/**
 * Shows a value in the notebook as richly as the front end can: frames as tables, Plotly figures as live
 * charts, other values as text. Outside of a notebook the text form goes to standard output.
 *
 * @example show(charts.topArtists({ artist: ['muse', 'kent'], listeners: [12, 7] }))
 * @example show(ranking, { caption: 'The ten artists with the most plays' })
 * @param value anything; see toMimeBundle for what is drawn and what is printed
 * @param options see {@link ShowOptions}
 * @throws InputError for a caption of what is no table; for a MIME bundle with a content that cannot be shown; for a value that draws itself with a promise, which only a cell's last value may
 * @category Show
 */
export function show(value: unknown, options: ShowOptions = {}): void {
  const { caption } = readOptions(options, { caption: aLine }, {});
  if (caption !== undefined) {
    showTable(value, caption);
    return;
  }
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

function aLine(value: unknown): string | undefined {
  return isText(value) && value.trim() !== '' && !/[\n\r]/.test(value) ? undefined : 'a line of text';
}

function showTable(value: unknown, caption: string): void {
  const isPlain = typeof value === 'object' && value !== null && !types.isProxy(value);
  const bundle = isPlain ? bundleOfTable(value, caption) : undefined;
  if (!bundle) {
    throw new InputError(
      `${showValue(value)} was given a caption; expected a table: a frame, an array of records or the answer of a query`,
    );
  }
  currentFrontEnd().display(bundle);
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
