import { describeThrown } from './errors.js';
import type { CellExecution } from './execution.js';
import type { CellOutput } from './output.js';

/**
 * Shows errors that no cell caught: on stderr, in the output of the last cell or of whatever request they
 * belong to, and nothing stops.
 *
 * @returns a function that shows what was thrown, after a word on where it comes from
 */
export function strayErrors(execution: CellExecution, output: CellOutput) {
  return (thrown: unknown, origin: string): void => {
    const { traceback } = describeThrown(thrown, execution.places);
    output.print('stderr', `${origin}: ${traceback.join('\n')}\n`);
  };
}
