import { randomUUID } from 'node:crypto';
import type { TaskProgress, WorkProgress } from '../util/current-progress.js';
import { formatSeconds } from '../util/format.js';
import type { FrontEnd } from './front-end.js';
import { bar, timeLeft } from './progress-text.js';

/** Work that is over sooner shows nothing: nobody had to wait. */
const PATIENCE_MILLISECONDS = 1000;
/** A screen needs no more than ten updates a second, and each of them is a message to the notebook. */
const UPDATE_MILLISECONDS = 100;
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
  const displayId = randomUUID();
  const started = now();
  let shownAt: number | undefined;
  let state: TaskProgress = { task: title, done: 0, total: 0 };
  let begun = { time: started, done: 0 };

  function show(text: string, final: boolean): void {
    frontEnd.display({ 'text/plain': text }, { displayId, update: shownAt !== undefined, final });
    shownAt = now();
  }

  function showTask(): void {
    const time = now();
    const early = time - started < PATIENCE_MILLISECONDS;
    if (early || (shownAt !== undefined && time - shownAt < UPDATE_MILLISECONDS)) return;
    show(taskText(state, (time - begun.time) / 1000, begun.done), false);
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
      if (shownAt === undefined) return;
      const time = formatSeconds((now() - started) / 1000);
      show(`${title} · ${complete ? time : `stopped after ${time}`}`, true);
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
