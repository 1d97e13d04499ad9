import { randomUUID } from 'node:crypto';
import { formatCount, formatSeconds } from '../util/format.js';
import { currentFrontEnd } from './current-front-end.js';
import type { FrontEnd } from './front-end.js';
import { bar, timeLeft } from './progress-text.js';

/** Options of {@link progressLine}. */
export interface ProgressLineOptions {
  /** How amounts are written, for instance `formatBytes`; default counts with thousands separated. */
  format?: (amount: number) => string;
  /** Where the line is shown; default the front end of this process. */
  frontEnd?: FrontEnd;
  /** The clock, in milliseconds; default `performance.now`. */
  now?: () => number;
}

/** One line that changes while work goes on. */
export interface ProgressLine {
  /** Says how far the work is; `note` stands between the amount and the time. */
  update(done: number, total: number, note?: string): void;
  /** Shows the last state for good, with the time it took; nothing when there was no update. Call it once. */
  finish(note?: string): void;
}

/** A screen needs no more than ten updates a second, and each of them is a message to the notebook. */
const UPDATE_MILLISECONDS = 100;

/**
 * A line of text with a bar, the amount done, the time passed and the time left, shown in one display
 * that is updated in place, at most ten times a second.
 *
 * @example
 * const line = progressLine('reading');
 * await openDataset('lastfm-2k', { onProgress: ({ done, total }) => line.update(done, total) });
 * line.finish();
 * @param label what is going on, at the start of the line
 */
export function progressLine(label: string, options: ProgressLineOptions = {}): ProgressLine {
  const { format = formatCount, frontEnd = currentFrontEnd(), now = () => performance.now() } = options;
  const displayId = randomUUID();
  const started = now();
  let shownAt: number | undefined;
  let state = { done: 0, total: 0, note: '' };

  function draw(time: string, final: boolean): void {
    const { done, total, note } = state;
    const parts = [`${format(done)} of ${format(total)}`, note, time].filter((part) => part !== '');
    const line = `${label} ${bar(done, total)} ${parts.join(' · ')}`;
    frontEnd.display({ 'text/plain': line }, { displayId, update: shownAt !== undefined, final });
    shownAt = now();
  }

  return {
    update(done, total, note = '') {
      state = { done, total, note };
      if (shownAt !== undefined && now() - shownAt < UPDATE_MILLISECONDS) return;
      draw(timeLeft((now() - started) / 1000, done, total), false);
    },
    finish(note = state.note) {
      if (shownAt === undefined) return;
      state = { ...state, note };
      draw(formatSeconds((now() - started) / 1000), true);
    },
  };
}
