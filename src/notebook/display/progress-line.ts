import { formatCount, formatSeconds } from '../../util/format.js';
import { currentFrontEnd } from './current-front-end.js';
import type { FrontEnd } from './front-end.js';
import { ProgressDisplay } from './progress-display.js';
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
  /** Leaves what was done and the time it took, without the bar; nothing when there was no update. Call it once. */
  finish(note?: string): void;
}

/**
 * A line of text with a bar, the amount done, the time passed and the time left, shown in one display
 * that is updated in place, at most ten times a second. In our kernel a cell has one such display for all of its
 * lines, which tells in the end what took how long; a report leaves it out.
 *
 * @example
 * const line = progressLine('reading');
 * await openDataset('lastfm-2k', { onProgress: ({ done, total }) => line.update(done, total) });
 * line.finish();
 * @param label what is going on, at the start of the line
 */
export function progressLine(label: string, options: ProgressLineOptions = {}): ProgressLine {
  const { format = formatCount, frontEnd = currentFrontEnd(), now = () => performance.now() } = options;
  const display = new ProgressDisplay(label, frontEnd, now);
  let state = { done: 0, total: 0, note: '' };
  const facts = (time: string) => {
    const { done, total, note } = state;
    return [`${format(done)} of ${format(total)}`, note, time].filter((part) => part !== '').join(' · ');
  };

  return {
    update(done, total, note = '') {
      state = { done, total, note };
      display.update(() => `${label} ${bar(done, total)} ${facts(timeLeft(display.seconds, done, total))}`);
    },
    finish(note = state.note) {
      if (!display.shown) return;
      state = { ...state, note };
      display.finish(`${label} · ${facts(formatSeconds(display.seconds))}`);
    },
  };
}
