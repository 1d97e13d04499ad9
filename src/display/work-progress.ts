import { randomUUID } from 'node:crypto';
import type { TaskProgress, WorkProgress } from '../util/current-progress.js';
import { formatSeconds } from '../util/format.js';
import type { FrontEnd } from './front-end.js';
import { bar, timeLeft } from './progress-text.js';

/** Work that is over sooner shows nothing: nobody had to wait. */
const PATIENCE_MILLISECONDS = 1000;
/** A screen needs no more than ten updates a second, and each of them is a message to the notebook. */
const UPDATE_MILLISECONDS = 100;

/**
 * A line about work that takes longer than a second, in one display that is updated in place: the task that
 * is running, and in the end how long all of them took.
 *
 * @example
 * const progress = workProgress('opening plays.tsv', frontEnd);
 * progress.update({ task: 'reading plays', done: 37, total: 100 }); // reading plays ███████░░░░░░░░░░░░░ 37% · 2.10 s, 3.58 s left
 * progress.finish(true); // opening plays.tsv · 5.70 s
 * @param now the clock, in milliseconds
 */
export function workProgress(
  title: string,
  frontEnd: FrontEnd,
  now: () => number = () => performance.now(),
): WorkProgress {
  const displayId = randomUUID();
  const started = now();
  let shownAt: number | undefined;
  let task = { name: '', started };

  function show(text: string, final: boolean): void {
    frontEnd.display({ 'text/plain': text }, { displayId, update: shownAt !== undefined, final });
    shownAt = now();
  }

  return {
    update(progress) {
      const time = now();
      if (progress.task !== task.name) task = { name: progress.task, started: time };
      const early = time - started < PATIENCE_MILLISECONDS;
      if (early || (shownAt !== undefined && time - shownAt < UPDATE_MILLISECONDS)) return;
      show(taskText(progress, (time - task.started) / 1000), false);
    },
    finish(complete) {
      if (shownAt === undefined) return;
      const time = formatSeconds((now() - started) / 1000);
      show(`${title} · ${complete ? time : `stopped after ${time}`}`, true);
    },
  };
}

function taskText({ task, done, total, note = '' }: TaskProgress, seconds: number): string {
  const share = total > 0 ? `${Math.floor((100 * Math.min(done, total)) / total)}%` : '';
  const parts = [share, note, timeLeft(seconds, done, total)].filter((part) => part !== '');
  return `${task} ${bar(done, total)} ${parts.join(' · ')}`;
}
