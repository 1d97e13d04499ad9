import { fileURLToPath } from 'node:url';
import { heapLimit } from './heap-limit.js';

/** What Node is told before the program of a kernel. */
export function nodeArguments(): string[] {
  return [
    // Cells load listenlab, an ES module, with require(), which some versions of Node announce on stderr.
    '--disable-warning=ExperimentalWarning',
    `--max-old-space-size=${heapLimit()}`,
  ];
}

/** What running cells takes. */
const CELLS = [
  // Files of the user's own are modules of `node:vm`, and packages are looked up as a given folder sees them.
  '--experimental-vm-modules',
  '--experimental-import-meta-resolve',
  // A busy callback that an interrupt ends leaves the stack of asynchronous contexts as it is.
  '--no-force-async-hooks-checks',
  // Signals are watched, and that stack is emptied, with `process.binding`, which some versions of Node warn of.
  '--disable-warning=DEP0111',
];

/**
 * The command that starts our kernel.
 *
 * @param connectionFile path of the connection file, or what stands for it in a kernel spec
 */
export function kernelCommand(connectionFile: string): [node: string, ...args: string[]] {
  const main = fileURLToPath(new URL('../kernel/main.js', import.meta.url));
  return [process.execPath, ...nodeArguments(), ...CELLS, main, '--connection-file', connectionFile];
}
