import { inspect } from 'node:util';
import { InputError } from '../../util/errors.js';
import { currentFrontEnd } from './current-front-end.js';
import { checkMimeBundle } from './given-bundle.js';
import { toMimeBundle } from './mime-bundle.js';

/**
 * Shows a value in the notebook as richly as the front end can: frames as tables, Plotly figures as live
 * charts, other values as text. Outside of a notebook the text form goes to standard output.
 *
 * @example show(topArtistsChart({ artist: ['muse', 'kent'], listeners: [12, 7] }))
 * @param value anything; see toMimeBundle for what is drawn and what is printed
 * @throws InputError for a MIME bundle with a content that cannot be shown; for a value that draws itself with a promise, which only a cell's last value may
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
 * @example showMarkdown(`**${formatCount(users)}** listeners`)
 */
export function showMarkdown(markdown: string): void {
  currentFrontEnd().display({ 'text/markdown': markdown, 'text/plain': markdown });
}
