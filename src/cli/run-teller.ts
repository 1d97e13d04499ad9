import { injectParameters } from '../notebook/jupyter/parameters.js';
import type { CellProgress } from '../notebook/jupyter/run-cells.js';
import type { RunProgress } from '../notebook/jupyter/runner.js';
import type { ParameterTexts } from './notebook-parameters.js';
import type { NotebookFile } from './notebooks.js';

/**
 * Tells the process that started this one, where it wants to know, how far the whole run is.
 *
 * @returns for each notebook, what is called with its cells' progress
 */
export function runTeller(
  notebooks: readonly NotebookFile[],
  parameters: readonly ParameterTexts[],
): (notebook: number) => (progress: CellProgress) => void {
  const cells = notebooks.map(({ notebook, name }, i) => {
    const run = injectParameters(notebook, parameters[i], name);
    return run.cells.filter(({ cell_type }) => cell_type === 'code').length;
  });
  const total = sum(cells);
  const send = (i: number, done: number) => {
    const { name } = notebooks[i];
    const place = { name, notebook: i + 1, notebooks: notebooks.length, done, total };
    const progress: RunProgress = { kind: 'listenlab-run', ...place };
    if (process.connected) process.send?.(progress);
  };
  return (i) => {
    const before = sum(cells.slice(0, i));
    // A kernel takes a moment to start.
    send(i, before);
    return ({ number, status }) => send(i, before + number - (status === 'running' ? 1 : 0));
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
