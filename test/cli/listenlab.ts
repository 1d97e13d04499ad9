import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from 'vitest';

/** The built command line. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** How a command ended and what it said. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A folder of its own for each test, with an empty data directory in it. */
export function useFolder(): { readonly path: string; readonly data: string; file(name: string): string } {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'listenlab-cli-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return {
    get path() {
      return folder;
    },
    get data() {
      return path.join(folder, 'data');
    },
    file: (name) => path.join(folder, name),
  };
}

/** Starts `listenlab` with these arguments; LISTENLAB_DATA is `data` unless `env` says otherwise. */
export function start(
  args: string[],
  where: { path: string; data: string },
  env: NodeJS.ProcessEnv = {},
  options: SpawnOptions = {},
): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    cwd: where.path,
    env: { ...process.env, LISTENLAB_DATA: where.data, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
}

/** Waits for the end of a command. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

/** Runs `listenlab` to its end. */
export function listenlab(
  args: string[],
  where: { path: string; data: string },
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return ended(start(args, where, env));
}
