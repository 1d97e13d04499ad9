import { spawn } from 'node:child_process';
import path from 'node:path';

/** The repository's root. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Milliseconds for a test that executes all notebooks, or works as long as that: about a minute on a quiet machine. */
export const LONG_TEST = 600_000;

/** The result of a run of the built command line. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a user would, and waits for its end. */
export function listenlab(args: string[], environment: Record<string, string> = {}): Promise<CommandResult> {
  return run(process.execPath, [path.join(root, 'dist/cli/main.js'), ...args], environment);
}

/** Runs any command in the repository's root. */
export function run(
  command: string,
  args: string[],
  environment: Record<string, string> = {},
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: { ...process.env, ...environment } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
