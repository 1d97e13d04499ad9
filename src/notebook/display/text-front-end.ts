import type { FrontEnd } from './front-end.js';
import type { MimeBundle } from './mime-bundle.js';

/** Where text goes, for instance `process.stdout`. */
export interface TextOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Back to the start of the line, and clear it. */
const RESTART_LINE = '\r\x1b[2K';

/**
 * A front end for programs outside of a notebook: the `text/plain` (or Markdown) form of each bundle.
 * A display that gets updated rewrites its line on a terminal; in a file only its final state is left.
 */
export function textFrontEnd(output: TextOutput): FrontEnd {
  return {
    display(bundle, { displayId, final = false } = {}) {
      const text = String(bundle['text/plain'] ?? bundle['text/markdown'] ?? formsOf(bundle));
      if (displayId === undefined) output.write(`${text}\n`);
      else if (output.isTTY) output.write(`${RESTART_LINE}${text}${final ? '\n' : ''}`);
      else if (final) output.write(`${text}\n`);
    },
  };
}

/** What there is of a bundle that has no text. */
function formsOf(bundle: MimeBundle): string {
  return `[${Object.keys(bundle).join(', ')}]`;
}
