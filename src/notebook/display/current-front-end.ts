import { createRequire } from 'node:module';
import type { FrontEnd } from './front-end.js';
import { textFrontEnd } from './text-front-end.js';

/** Where a kernel puts its front end: `globalThis[FRONT_END] = { display(bundle, options) {} }`. */
export const FRONT_END = Symbol.for('listenlab.display');

/**
 * The front end of this process: what a kernel (or a test) has put at {@link FRONT_END}, else that of
 * tslab where tslab is the running kernel, else text on standard output.
 */
export function currentFrontEnd(): FrontEnd {
  const own = (globalThis as { [FRONT_END]?: FrontEnd })[FRONT_END];
  return own ?? tslabFrontEnd() ?? textFrontEnd(process.stdout);
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
