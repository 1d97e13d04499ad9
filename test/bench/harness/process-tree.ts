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
  /** User and system time of its threads, as seen last. */
  readonly cpuSeconds: number;
  /** Peak resident memory (VmHWM), in MB. */
  readonly peakMegabytes: number;
  /** Its program and arguments. */
  readonly command: string;
}

/** A command that ran to its end. */
export interface ProcessTree {
  readonly seconds: number;
  /** The command's process, then its descendants as they were started. */
  readonly processes: readonly SeenProcess[];
}

/**
 * Runs a command and looks ten times a second, in /proc, at what it and its descendants take; what one of them takes in its
 * last tenth of a second is missed. Linux only.
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
  const seen = new Map<number, Seen>();
  while (elapsed === undefined) {
    await look(child.pid as number, seen);
    await wait(INTERVAL_MILLISECONDS);
  }
  const code = await closed;
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with ${code}`);
  return { seconds: elapsed, processes: [...seen.values()].map(({ process }) => process) };
}

interface Seen {
  readonly first: number;
  readonly process: SeenProcess;
}

/** The kernel counts processor time in hundredths of a second. */
const TICKS = 100;

async function look(pid: number, seen: Map<number, Seen>): Promise<void> {
  // Any may have ended in between.
  const [status, stat, command] = await Promise.all(
    ['status', 'stat', 'cmdline'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')),
  );
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  // After the name in brackets, which may contain anything: the state, then numbers; the 12th and 13th are the time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (kibibytes === undefined || fields.length < 13) return;
  const now = performance.now();
  const { first = now } = seen.get(pid) ?? {};
  seen.set(pid, {
    first,
    process: {
      seconds: (now - first) / 1000,
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
      peakMegabytes: (Number(kibibytes) * 1024) / 1e6,
      command: command.replaceAll('\0', ' '),
    },
  });
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  for (const child of children.match(/\d+/g) ?? []) await look(Number(child), seen);
}
