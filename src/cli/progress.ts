import { SingleBar } from 'cli-progress';
import type { TaskProgress } from '../util/work.js';

/** Shows how far a command is, on stderr. */
export interface Progress {
  update(progress: TaskProgress): void;
  /** The work is over, well or not: gives the terminal back. */
  stop(): void;
}

/** A log gets a line about a running task so often, and none about a task that is over sooner. */
const LINE_INTERVAL_MS = 5_000;

/** A bar on a terminal that goes away when it is done; elsewhere now and then a line. */
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
    update({ task, done, total, note = '' }) {
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
export function lineProgress(stream: Pick<NodeJS.WritableStream, 'write'>, now: () => number): Progress {
  let current: string | undefined;
  let last = 0;
  return {
    stop() {
      current = undefined;
    },
    update({ task, done, total, note }) {
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
