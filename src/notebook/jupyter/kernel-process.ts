import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, messageOf } from '../../util/errors.js';
import { inTemporaryFolder } from '../../util/node/files.js';
import { type Connection, newConnection, writeConnection } from './connection.js';
import { kernelCommand, nodeArguments } from './kernel-spec.js';
import { FOLDER_VARIABLE, PARENT_VARIABLE } from './parent-poller.js';

/** `listenlab` is our kernel; `tslab` is tslab's own, for notebooks that must also run there. */
export type KernelName = 'listenlab' | 'tslab';

/** Characters kept of a kernel's last output on its real stdout and stderr: more than V8's out-of-memory report. */
const LAST_WORDS = 8000;
/** Milliseconds to wait for them after its end. */
const LAST_WORDS_PATIENCE = 100;

/** How a kernel's process ended. */
export interface KernelEnd {
  /** Exit code; null when a signal ended it, or when it never ran. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  failure?: string;
  /** The end of its output outside the protocol. */
  words: string;
}

/** A running kernel process and the private folder (mode 0700) that holds its connection file. */
export interface KernelProcess {
  readonly pid: number;
  readonly connection: Connection;
  /** How the process ended; resolves when it has. */
  readonly ended: Promise<KernelEnd>;
  /**
   * Resolves when it says that another program has one of its ports. tslab's own kernel then stays, and never answers.
   * Of use until the kernel is ready: later a cell may say the same of a server of its own.
   */
  readonly portTaken: Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Ends the process if it still runs and waits for its end; also removes its folder. */
  dispose(): Promise<void>;
}

/**
 * Starts a kernel process with a connection of its own.
 *
 * @param cwd folder the cells run in: the notebook's
 * @param environment variables besides those of this process
 * @throws InputError when tslab is asked for and not installed
 */
export async function startKernelProcess(
  kernel: KernelName,
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<KernelProcess> {
  return inTemporaryFolder(async (folder) => {
    // tslab joins address and port of a unix socket differently, so it gets loopback ports.
    const connection = await newConnection(folder, kernel === 'tslab');
    const file = path.join(folder, 'connection.json');
    await writeConnection(file, connection);
    const child = spawn(process.execPath, commandFor(kernel, cwd, file), {
      cwd,
      env: {
        ...process.env,
        ...environment,
        [PARENT_VARIABLE]: String(process.pid),
        [FOLDER_VARIABLE]: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: Ctrl+C in a terminal is the runner's to handle.
      detached: process.platform !== 'win32',
    });
    return watchChild(child, folder, connection);
  });
}

function commandFor(kernel: KernelName, cwd: string, file: string): string[] {
  if (kernel === 'listenlab') return kernelCommand(file).slice(1);
  const tslab = path.join(tslabFolder(cwd), 'bin', 'tslab');
  const preload = new URL('parent-poller-preload.js', import.meta.url).href;
  return [...nodeArguments(), '--import', preload, tslab, 'kernel', '--config-path', file];
}

/** tslab is a package beside the notebook or beside listenlab, for those who want it: it brings a compiler of its own. */
function tslabFolder(cwd: string): string {
  try {
    const require = createRequire(import.meta.url);
    return path.dirname(require.resolve('tslab/package.json', { paths: [cwd, import.meta.dirname] }));
  } catch {
    throw new InputError(
      `tslab's own kernel is a package that is not installed; run "npm install tslab" in ${cwd}, or let listenlab's kernel run the cells`,
    );
  }
}

function watchChild(child: ChildProcess, folder: string, connection: Connection): KernelProcess {
  let words = '';
  let onTaken = () => {};
  const portTaken = new Promise<void>((resolve) => {
    onTaken = resolve;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-LAST_WORDS);
      if (words.includes('EADDRINUSE')) onTaken();
    });
  }
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const onExit = () => {
    signalGroup(child, 'SIGKILL');
    removeFolder();
  };
  // Node.js warns of a leak beyond ten listeners; here each running kernel has one.
  process.setMaxListeners(process.getMaxListeners() + 1);
  process.once('exit', onExit);
  const ended = endOf(child, () => words.trim()).finally(() => {
    process.off('exit', onExit);
    process.setMaxListeners(process.getMaxListeners() - 1);
    signalGroup(child, 'SIGTERM');
    removeFolder();
  });
  return {
    pid: child.pid ?? 0,
    connection,
    ended,
    portTaken,
    kill: (signal) => void child.kill(signal),
    async dispose() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Signals the kernel and processes started by its cells, which are useless without it. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has already ended.
  }
}

/** Resolves even if the process could not be started. */
async function endOf(child: ChildProcess, words: () => string): Promise<KernelEnd> {
  // The last words are read when the pipes close, which a process started by a cell can delay.
  const closed = once(child, 'close').catch(() => undefined);
  try {
    const [code, signal] = await once(child, 'exit');
    await Promise.race([closed, sleep(LAST_WORDS_PATIENCE)]);
    return { code, signal, words: words() };
  } catch (error) {
    return { code: null, signal: null, failure: messageOf(error), words: words() };
  }
}
