import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The built command line. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** The exit code and output of a command. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
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
