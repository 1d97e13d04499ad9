import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Resource usage of a process. */
export interface ProcessUse {
  /** Bytes of memory in use. */
  memory: number;
  /** Seconds of processor time since it started, of all its threads. */
  cpuSeconds: number;
}

/** Linux counts processor time in hundredths of a second, on every platform that Node runs on. */
const TICKS = 100;

/** Resource usage of a process; undefined when it is gone, and on Windows, which would need an extra program. */
export async function processUse(pid: number): Promise<ProcessUse | undefined> {
  try {
    if (process.platform === 'linux') return await fromProc(pid);
    if (process.platform !== 'win32') return await fromPs(pid);
  } catch {}
  return undefined;
}

async function fromProc(pid: number): Promise<ProcessUse> {
  const [stat, status] = await Promise.all(
    ['stat', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
  );
  // The name in parentheses may itself contain spaces and parentheses. User and system time are the 14th and 15th
  // field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const kilobytes = Number(/^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  return { memory: kilobytes * 1024, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS };
}

async function fromPs(pid: number): Promise<ProcessUse> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=,time=', '-p', String(pid)]);
  const [kilobytes, time] = stdout.trim().split(/\s+/);
  // [[days-]hours:]minutes:seconds
  const cpuSeconds = time.split(/[-:]/).reduce((sum, part, i, all) => {
    const unit = [1, 60, 3600, 86_400][all.length - 1 - i];
    return sum + Number(part) * unit;
  }, 0);
  return { memory: Number(kilobytes) * 1024, cpuSeconds };
}
