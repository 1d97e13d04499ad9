import type { TaskProgress, WorkProgress } from '../../util/current-progress.js';
import { formatSeconds } from '../../util/format.js';
import type { FrontEnd } from './front-end.js';
import { ProgressDisplay } from './progress-display.js';
import { bar, timeLeft } from './progress-text.js';

/** Work that is over sooner shows nothing: nobody had to wait. */
const PATIENCE_MILLISECONDS = 1000;
/** Work that tells nothing for a while still shows that its time goes on. */
const TICK_MILLISECONDS = 1000;

/** The time, and something that is done again and again. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Calls `tick` every so many milliseconds until the function it returns is called. */
  repeat(tick: () => void, milliseconds: number): () => void;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  repeat(tick, milliseconds) {
    const timer = setInterval(tick, milliseconds).unref();
    return () => clearInterval(timer);
  },
};

/**
 * A line about work that takes longer than a second, in one display that is updated in place: the task that
 * is running, and in the end how long all of them took.
 *
 * @example
 * const progress = workProgress('opening plays.tsv', frontEnd);
 * progress.update({ task: 'reading plays', done: 37, total: 100 }); // reading plays ███████░░░░░░░░░░░░░ 37% · 2.10 s, 3.58 s left
 * progress.finish(true); // opening plays.tsv · 5.70 s
 */
export function workProgress(title: string, frontEnd: FrontEnd, clock: Clock = CLOCK): WorkProgress {
  const { now } = clock;
  const display = new ProgressDisplay(title, frontEnd, now);
  let state: TaskProgress = { task: title, done: 0, total: 0 };
  let begun = { time: now(), done: 0 };

  function showTask(): void {
    if (display.seconds * 1000 < PATIENCE_MILLISECONDS) return;
    display.update(() => taskText(state, (now() - begun.time) / 1000, begun.done));
  }

  const stopTicking = clock.repeat(showTask, TICK_MILLISECONDS);
  return {
    update(progress) {
      if (progress.task !== state.task) begun = { time: now(), done: progress.done };
      state = progress;
      showTask();
    },
    finish(complete) {
      stopTicking();
      if (!display.shown) return;
      const time = formatSeconds(display.seconds);
      display.finish(`${title} · ${complete ? time : `stopped after ${time}`}`, !complete);
    },
  };
}

/**
 * @param seconds since the task began
 * @param before what was done by then, as of a file that is there in part
 */
function taskText({ task, done, total, note = '' }: TaskProgress, seconds: number, before: number): string {
  const share = total > 0 ? `${Math.floor((100 * Math.min(done, total)) / total)}%` : '';
  const parts = [share, note, timeLeft(seconds, done - before, total - before)].filter((part) => part !== '');
  return `${task} ${bar(done, total)} ${parts.join(' · ')}`;
}
