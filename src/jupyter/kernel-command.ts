import { fileURLToPath } from 'node:url';

/** Cells load listenlab, an ES module, with require(), which some versions of Node announce on stderr. */
export const QUIET = '--disable-warning=ExperimentalWarning';

/**
 * The command that starts our kernel.
 *
 * @param connectionFile path of the connection file, or what stands for it in a kernel spec
 */
export function kernelCommand(connectionFile: string): [node: string, ...args: string[]] {
  const main = fileURLToPath(new URL('./kernel/main.js', import.meta.url));
  return [process.execPath, QUIET, main, '--connection-file', connectionFile];
}
