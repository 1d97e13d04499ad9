import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** Peaks are reported by the kernel: only growth in a process's last moments is missed. */
const INTERVAL_MILLISECONDS = 100;

/** One process of a tree. */
interface SeenProcess {
  /** From when it was first seen to when it was last. */
  readonly seconds: number;
  /** Peak resident memory (VmHWM), in MB. */
  readonly peakMegabytes: number;
}

/** A command that ran to its end. */
export interface ProcessTree {
  readonly seconds: number;
  /** The command's process, then its descendants as they were started. */
  readonly processes: readonly SeenProcess[];
}

/**
 * Runs a command and looks ten times a second, in /proc, at what it and its descendants take. Linux only.
 *
 * @param options.onLine hears each line that the command writes
 * @throws Error where it does not end with 0
 */
export async function watchProcess(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; onLine: (line: string) => void },
): Promise<ProcessTree> {
  const { cwd, env, onLine } = options;
  const started = performance.now();
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
  let elapsed: number | undefined;
  const closed = once(child, 'close').then(([code]) => {
    elapsed = (performance.now() - started) / 1000;
    return code as number | null;
  });
  const seen = new Map<number, { first: number; last: number; peak: number }>();
  while (elapsed === undefined) {
    await look(child.pid as number, seen);
    await wait(INTERVAL_MILLISECONDS);
  }
  const code = await closed;
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}`);
  const processes = [...seen.values()].map(({ first, last, peak }) => ({
    seconds: (last - first) / 1000,
    peakMegabytes: peak,
  }));
  return { seconds: elapsed, processes };
}

async function look(
  pid: number,
  seen: Map<number, { first: number; last: number; peak: number }>,
): Promise<void> {
  // Either may have ended in between.
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  if (kibibytes === undefined) return;
  const now = performance.now();
  const { first = now } = seen.get(pid) ?? {};
  seen.set(pid, { first, last: now, peak: (Number(kibibytes) * 1024) / 1e6 });
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  for (const child of children.match(/\d+/g) ?? []) await look(Number(child), seen);
}
