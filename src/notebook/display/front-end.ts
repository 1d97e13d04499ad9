import { createRequire } from 'node:module';
import { aText, check } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { type AskOptions, type FrontEnd, kernelContext, type MimeBundle } from '../../util/kernel-context.js';

/**
 * Objects that draw themselves carry a method under this symbol, which returns a bundle, or a promise of one
 * (a convention of Deno's kernel, so that values of other libraries work too).
 *
 * @example
 * class Swatch {
 *   constructor(readonly color: string) {}
 *   [Symbol.for('Jupyter.display')]() {
 *     return { 'text/html': `<b style="color:${this.color}">■</b>`, 'text/plain': this.color };
 *   }
 * }
 * new Swatch('teal') // as the last value of a cell
 */
export const JUPYTER_DISPLAY = Symbol.for('Jupyter.display');

/**
 * The front end of this process: that of the kernel, else that of tslab where tslab is the running kernel, else
 * text.
 *
 * @param output where text goes
 */
export function currentFrontEnd(output: TextOutput = process.stdout): FrontEnd {
  return kernelContext().frontEnd ?? tslabFrontEnd() ?? textFrontEnd(output);
}

/** What tslab 1.0.22's jupyter.js exports; set while tslab is the kernel and has started a cell. */
interface TslabJupyter {
  lastWriteDisplayData?: (content: object, update: boolean) => void;
}

/**
 * tslab's own `display.raw` sends one MIME type at a time, which shows a bundle as several outputs; the
 * function beneath it takes the bundle whole. It is read on every call because each cell sets it anew.
 */
function tslabFrontEnd(): FrontEnd | undefined {
  const modules = Object.entries(createRequire(import.meta.url).cache);
  const tslab = modules.find(([file]) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(file))?.[1];
  const write = (tslab?.exports as TslabJupyter | undefined)?.lastWriteDisplayData;
  if (!write) return undefined;
  return {
    display(bundle, { displayId, update = false } = {}) {
      write({ data: bundle, metadata: {}, transient: { display_id: displayId } }, update);
    },
  };
}

/** Where text goes, for instance `process.stdout`. */
interface TextOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** Back to the start of the line, and clear it. */
const RESTART_LINE = '\r\x1b[2K';

/**
 * A front end for programs outside of a notebook: the `text/plain` (or Markdown) form of each bundle.
 * A display that gets updated rewrites its line on a terminal; in a file only its final state is left.
 */
function textFrontEnd(output: TextOutput): FrontEnd {
  return {
    display(bundle, { displayId, final = false } = {}) {
      const text = String(bundle['text/plain'] ?? bundle['text/markdown'] ?? typesOf(bundle));
      if (displayId === undefined) output.write(`${text}\n`);
      else if (output.isTTY) output.write(`${RESTART_LINE}${text}${final ? '\n' : ''}`);
      else if (final) output.write(`${text}\n`);
    },
  };
}

/** What stands for a bundle that has no text. */
function typesOf(bundle: MimeBundle): string {
  return `[${Object.keys(bundle).join(', ')}]`;
}

/**
 * Asks the user of the notebook a question, below the running cell, and waits for the answer.
 *
 * @example const user = await askUser('Whose plays? ');
 * @throws InputError where nobody can answer: when a notebook runs without a front end, and outside of our
 *   kernel; the interrupt, when the cell is interrupted meanwhile
 * @category Show
 */
export async function askUser(question: string, options: AskOptions = {}): Promise<string> {
  check('question', question, aText);
  const { ask } = kernelContext();
  if (ask) return await ask(question, options);
  throw new InputError(
    `cannot ask "${question}" outside of a notebook with the listenlab kernel; put the value in the code`,
  );
}
