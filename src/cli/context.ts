import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { SingleBar } from 'cli-progress';
import { formatSeconds } from '../util/format.js';
import type { TaskProgress, Watch } from '../util/work.js';

/** A command's access to the outside world: all of its output goes through here. */
export interface Context {
  readonly output: Output;
  readonly progress: Progress;
  /** For lines about running cells. */
  readonly stderr: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  /** The date for reports. */
  readonly now: () => Date;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  readonly behind: Behind;
}

/** Takes what need not be done before the command answers. */
export interface Behind {
  /** @param run is stopped by the signal; where it fails, the command has answered all the same, with a warning */
  add(signal: AbortSignal, run: (watch: Watch) => Promise<void>): void;
}

/** The two streams of a command: results, and messages about the work. */
export interface Output {
  /** A line of the result, on stdout. */
  print(text: string): void;
  /** The whole result as one JSON document, on stdout. */
  printJson(value: unknown): void;
  /** A line for the user, on stderr; with colours only where wanted. */
  tell(text: string): void;
}

/** Writes to a process's streams. Colours of what cells printed reach a terminal only, unless NO_COLOR is set. */
export function processOutput(
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  environment: NodeJS.ProcessEnv,
): Output {
  const colour = stderr.isTTY && !environment.NO_COLOR;
  return {
    print: (text) => void stdout.write(`${text}\n`),
    printJson: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    tell: (text) => void stderr.write(`${colour ? text : stripVTControlCharacters(text)}\n`),
  };
}

/** Shows a command's progress, on stderr. */
interface Progress {
  update(progress: TaskProgress): void;
  /** The work is over, successfully or not: restores the terminal. */
  stop(): void;
}

/** How often a log gets a line about a running task; shorter tasks get none. */
const LINE_INTERVAL_MS = 5_000;

/** On a terminal, a bar that disappears when done; elsewhere a line now and then. */
export function progressOn(stream: NodeJS.WriteStream, now: () => number): Progress {
  return stream.isTTY ? barProgress(stream) : lineProgress(stream, now);
}

function barProgress(stream: NodeJS.WriteStream): Progress {
  let bar: SingleBar | undefined;
  let current: string | undefined;
  const stop = () => {
    bar?.stop();
    bar = undefined;
    current = undefined;
  };
  return {
    stop,
    update({ task, done, total, note = '', source }) {
      if (source !== undefined) {
        stop();
        stream.write(`${source}\n`);
        return;
      }
      if (task !== current) {
        stop();
        current = task;
        bar = new SingleBar({
          stream,
          format: total > 0 ? '{task} [{bar}] {percentage}% {note}' : '{task} {note}',
          hideCursor: true,
          clearOnComplete: true,
          barsize: 30,
        });
        bar.start(total, done, { task, note });
      }
      bar?.setTotal(total);
      bar?.update(done, { task, note });
    },
  };
}

/** Progress as plain lines, for logs. */
function lineProgress(stream: Pick<NodeJS.WritableStream, 'write'>, now: () => number): Progress {
  let current: string | undefined;
  let last = 0;
  return {
    stop() {
      current = undefined;
    },
    update({ task, done, total, note, source }) {
      if (source !== undefined) {
        stream.write(`${source}\n`);
        return;
      }
      if (task !== current) {
        current = task;
        last = now();
      }
      if (now() - last < LINE_INTERVAL_MS) return;
      last = now();
      const share = total > 0 ? ` ${Math.floor((100 * done) / total)}%` : '';
      stream.write(`${task}:${share}${note ? ` ${note}` : ''}\n`);
    },
  };
}

/** How often the elapsed time is updated. */
const INTERVAL_MS = 1000;

/** Shows the elapsed seconds of a task whose progress is unknown. */
export async function waiting<T>(task: string, progress: Progress, work: Promise<T>): Promise<T> {
  const started = performance.now();
  const tell = () =>
    progress.update({ task, done: 0, total: 0, note: formatSeconds((performance.now() - started) / 1000) });
  tell();
  const timer = setInterval(tell, INTERVAL_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    progress.stop();
  }
}

/** This package's version. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
