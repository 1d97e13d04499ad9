import path from 'node:path';
import { abortError } from '../../util/errors.js';
import { NOTEBOOK_VARIABLE } from '../../util/kernel-context.js';
import { markedCopy, type RunSettings, requireOwnCopy } from './executed-copy.js';
import { KernelClient } from './kernel-client.js';
import type { KernelName } from './kernel-process.js';
import { type Notebook, requireTypeScript } from './nbformat.js';
import { readNotebook, writeNotebook } from './notebook-file.js';
import { injectParameters, openedDataset, type ParameterValue } from './parameters.js';
import { type CellProgress, runCells } from './run-cells.js';

export interface RunOptions {
  /** `listenlab` (default), or `tslab`: tslab's own kernel. */
  kernel?: KernelName;
  /** Values for the notebook's parameters cell. */
  parameters?: Record<string, ParameterValue>;
  /** Working directory of the cells, default the notebook's folder. */
  folder?: string;
  /** Environment variables of the kernel, besides those of this process. */
  environment?: Readonly<Record<string, string>>;
  /** Folder for the executed copy, default `reports` in the working directory. */
  output?: string;
  /**
   * Path of the report that the run is for. The copy is marked with it, and replaces only a copy with the same mark.
   */
  report?: string;
  /** Other settings of the report, such as a title: recorded in the copy besides the parameters. */
  reportSettings?: RunSettings;
  /** Receives a progress report when a cell starts and when it ends. */
  onCell?: (progress: CellProgress) => void;
  /** Interrupts the running cell and stops. */
  signal?: AbortSignal;
}

/** A notebook that ran to its end. */
export interface NotebookRun {
  /** Path of the executed copy. */
  path: string;
  /** What is written there. */
  notebook: Notebook;
  /** Wall time, including the kernel's start. */
  seconds: number;
}

/**
 * Runs a notebook without a front end, in a kernel process of its own, and writes the executed copy; the
 * source is never touched. Stops at the first cell that fails: the copy is written anyway, with the error in it. There
 * is no time limit.
 *
 * @example const { path } = await runNotebook('notebooks/02-train.ipynb', { parameters: { alpha: 1 } });
 * @param file path of the notebook
 * @throws CellError when a cell fails, with its source, error and outputs; KernelDiedError in its cause
 *   when the kernel dies; InputError for a file that is not a notebook, for unknown parameters, and if the copy would
 *   replace anything but an earlier copy for the same report
 */
export async function runNotebook(file: string, options: RunOptions = {}): Promise<NotebookRun> {
  const { kernel = 'listenlab', parameters = {}, output = 'reports', report, onCell, signal } = options;
  const { dataset: given, ...others } = parameters;
  if (signal?.aborted) throw abortError(signal);
  const started = performance.now();
  const name = path.basename(file);
  const target = path.resolve(output, name);
  const source = await readNotebook(file);
  requireTypeScript(source, name);
  await requireOwnCopy(file, target, report);
  const notebook = injectParameters(source, parameters, name);
  const dataset = given ?? openedDataset(source, process.env);
  const settings = { ...asTexts(others), ...options.reportSettings };
  const ran = { file, dataset: dataset === undefined ? undefined : String(dataset), settings };
  const client = await KernelClient.start({
    kernel,
    cwd: options.folder ?? path.dirname(path.resolve(file)),
    environment: { ...options.environment, [NOTEBOOK_VARIABLE]: path.resolve(file) },
    signal,
  });
  Object.assign(notebook.metadata, { language_info: client.info.language_info });
  const copy = markedCopy(notebook, target, report, ran);
  try {
    await runCells(client, copy, { name, onCell, signal });
  } finally {
    await writeNotebook(target, copy).finally(() => client.shutdown());
  }
  return { path: target, notebook: copy, seconds: (performance.now() - started) / 1000 };
}

function asTexts(parameters: Record<string, ParameterValue>): RunSettings {
  const texts = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  return Object.fromEntries(texts);
}
