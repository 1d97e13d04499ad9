import { rmSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** Milliseconds between checks. */
const INTERVAL = 500;

/** Environment variables by which {@link ../kernel-process.js} tells a kernel who started it, and where. */
export const PARENT_VARIABLE = 'LISTENLAB_KERNEL_PARENT';
export const FOLDER_VARIABLE = 'LISTENLAB_KERNEL_FOLDER';

/** Set by Jupyter's clients for a kernel that should end with them, and omitted for one that should outlive them. */
const JUPYTER_VARIABLE = 'JPY_PARENT_PID';

interface Watch {
  /** Parent of this process at its start. */
  first: number;
  /** Who started it, which may be gone by then. */
  parent: number | undefined;
  folder: string | undefined;
}

/**
 * Ends this process when the process that started it is gone, even if a cell blocks the event loop: a separate thread
 * checks. The private folder of the connection, if any, is removed too. A kernel not declared as dependent on its
 * starter lives on, as in ipykernel.
 */
export function watchParent(): void {
  const told = process.env[PARENT_VARIABLE] ?? process.env[JUPYTER_VARIABLE];
  // On Windows, Jupyter's value is not a process id.
  const isId = PARENT_VARIABLE in process.env || process.platform !== 'win32';
  const watch: Watch = {
    first: process.ppid,
    parent: (isId && Number(told)) || undefined,
    folder: process.env[FOLDER_VARIABLE],
  };
  // Cells and the processes they start have no use for these.
  delete process.env[PARENT_VARIABLE];
  delete process.env[FOLDER_VARIABLE];
  delete process.env[JUPYTER_VARIABLE];
  if (told === undefined) return;
  const worker = new Worker(new URL(import.meta.url), { workerData: { watch }, execArgv: [] });
  worker.unref();
}

function look({ first, parent, folder }: Watch): void {
  setInterval(() => {
    if (process.ppid === first && (parent === undefined || isAlive(parent))) return;
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    process.kill(process.pid, 'SIGKILL');
  }, INTERVAL);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

if (!isMainThread && workerData?.watch) look(workerData.watch);
