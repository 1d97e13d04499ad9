import { randomUUID } from 'node:crypto';
import { aFunction, aText, check, hasTypes, isText, readOptions, wrongValue } from '../../util/checks.js';
import { formatCount, formatSeconds } from '../../util/format.js';
import type { FrontEnd, MimeBundle, WorkProgress } from '../../util/kernel-context.js';
import type { TaskProgress } from '../../util/work.js';
import { currentFrontEnd } from './front-end.js';

/**
 * The MIME type of a line about work that goes on or is over, a {@link ProgressState}. Kernels put the lines of a
 * cell into one display by it, and reports leave them out.
 */
export const PROGRESS_TYPE = 'application/vnd.listenlab.progress+json';

/** What a line about work tells. */
export interface ProgressState {
  /** The whole work: `training`. */
  readonly title: string;
  /** Since it began. */
  readonly seconds: number;
  readonly running: boolean;
  /** Whether it ended before it was done. */
  readonly stopped: boolean;
}

/** A screen needs no more than ten updates a second, and each of them is a message to the notebook. */
const UPDATE_MILLISECONDS = 100;

/** What stands in a line beside its bar; facts that are empty are left out. */
interface Line {
  label: string;
  done: number;
  total: number;
  facts: readonly string[];
}

/** Paints how far work is: one display with a line of text, repainted at most ten times a second. */
class ProgressPainter {
  readonly #title: string;
  readonly #frontEnd: FrontEnd;
  readonly #now: () => number;
  readonly #started: number;
  readonly #displayId = randomUUID();
  #shownAt: number | undefined;

  /** @param now the clock, in milliseconds */
  constructor(title: string, frontEnd: FrontEnd, now: () => number) {
    this.#title = title;
    this.#frontEnd = frontEnd;
    this.#now = now;
    this.#started = now();
  }

  /** Whether anything has been shown yet. */
  get shown(): boolean {
    return this.#shownAt !== undefined;
  }

  /** Since the work began. */
  get seconds(): number {
    return (this.#now() - this.#started) / 1000;
  }

  /** Shows a line with a bar, unless one was shown a moment ago. */
  update(line: () => Line): void {
    if (this.#shownAt !== undefined && this.#now() - this.#shownAt < UPDATE_MILLISECONDS) return;
    const { label, done, total, facts } = line();
    this.#show(`${label} ${bar(done, total)} ${joined(facts)}`, { running: true, stopped: false });
  }

  /** Shows what stays of work that is done, or was stopped: its title and the facts. */
  finish(facts: readonly string[], stopped = false): void {
    this.#show(joined([this.#title, ...facts]), { running: false, stopped });
  }

  /** Shows where the result of work came from that did not have to be done. */
  finishFrom(source: string): void {
    this.#show(source, { running: false, stopped: false, title: source });
  }

  #show(line: string, how: Omit<ProgressState, 'title' | 'seconds'> & { title?: string }): void {
    const state: ProgressState = { title: this.#title, seconds: this.seconds, ...how };
    const bundle: MimeBundle = { [PROGRESS_TYPE]: state, 'text/plain': line };
    const update = this.#shownAt !== undefined;
    this.#frontEnd.display(bundle, { displayId: this.#displayId, update, final: !how.running });
    this.#shownAt = this.#now();
  }
}

const BAR_WIDTH = 20;

/** A bar of blocks, filled to `done` of `total`; empty when the total is 0. */
function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const filled = Math.round(share * BAR_WIDTH);
  return '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
}

/** The seconds passed, and those left if the work goes on as it did: `3.00 s, 9.00 s left`. */
function timeLeft(seconds: number, done: number, total: number): string {
  if (done <= 0 || done >= total) return formatSeconds(seconds);
  return `${formatSeconds(seconds)}, ${formatSeconds((seconds / done) * (total - done))} left`;
}

function joined(facts: readonly string[]): string {
  return facts.filter((fact) => fact !== '').join(' · ');
}

/** Shorter work shows no progress. */
const PATIENCE_MILLISECONDS = 1000;
/** How often the elapsed time is repainted while the work reports nothing. */
const TICK_MILLISECONDS = 1000;

/** The time, and something that is done again and again. */
interface Clock {
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
  const painter = new ProgressPainter(title, frontEnd, now);
  let state: TaskProgress = { task: title, done: 0, total: 0 };
  // When the task began, and what was done by then, as of a file that is there in part.
  let begun = { time: now(), done: 0 };

  function showTask(): void {
    if (painter.seconds * 1000 < PATIENCE_MILLISECONDS) return;
    painter.update(() => {
      const { task, done, total, note = '' } = state;
      const share = total > 0 ? `${Math.floor((100 * Math.min(done, total)) / total)}%` : '';
      const time = timeLeft((now() - begun.time) / 1000, done - begun.done, total - begun.done);
      return { label: task, done, total, facts: [share, note, time] };
    });
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
      if (complete && state.source !== undefined) painter.finishFrom(state.source);
      else if (painter.shown) {
        const time = formatSeconds(painter.seconds);
        painter.finish([complete ? time : `stopped after ${time}`], !complete);
      }
    },
  };
}

/** Options of {@link progressLine}. */
export interface ProgressLineOptions {
  /** How amounts are written, for instance `formatBytes`; default counts with thousands separated. */
  format?: (amount: number) => string;
  /** Where the line is shown; default the front end of this process. */
  frontEnd?: FrontEnd;
  /** The clock, in milliseconds; default `performance.now`. */
  now?: () => number;
}

const LINE_CHECKS = { format: aFunction, frontEnd: hasDisplay, now: aFunction };
const LINE_DEFAULTS = { format: formatCount, now: () => performance.now() };

function hasDisplay(value: unknown): string | undefined {
  return hasTypes({ display: 'function' })(value) ? undefined : 'a front end, which has a method display';
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
 * @category Show
 */
export function progressLine(label: string, options: ProgressLineOptions = {}): ProgressLine {
  return lineOfWork(label, options);
}

/** A line that can also say, in place of what was done, where the result came from. */
function lineOfWork(
  label: string,
  options: ProgressLineOptions,
): ProgressLine & { finishFrom(source: string): void } {
  if (!isText(label)) throw wrongValue(label, "what is going on, as in progressLine('reading')");
  const { format, now, frontEnd = currentFrontEnd() } = readOptions(options, LINE_CHECKS, LINE_DEFAULTS);
  const painter = new ProgressPainter(label, frontEnd, now);
  let state = { done: 0, total: 0, note: '' };
  const amount = () => `${format(state.done)} of ${format(state.total)}`;
  return {
    update(done, total, note = '') {
      state = { done, total, note };
      painter.update(() => {
        const time = timeLeft(painter.seconds, done, total);
        return { label, done, total, facts: [amount(), note, time] };
      });
    },
    finish(note = state.note) {
      check('note', note, aText);
      if (!painter.shown) return;
      painter.finish([amount(), note, formatSeconds(painter.seconds)]);
    },
    finishFrom(source) {
      check('source', source, aText);
      painter.finishFrom(source);
    },
  };
}

/** Options of {@link trainingProgress}. */
export interface TrainingProgressOptions extends ProgressLineOptions {
  /** What the line starts with; default "training". */
  label?: string;
}

/**
 * A callback for a trainer's `onProgress` that keeps one line up to date: a bar, the iterations, the loss
 * where it is computed, the time passed and left. After the last iteration the bar goes. For a model that
 * `trainOnce` found in the cache, the line says where it came from.
 *
 * @example trainAls(interactions, { onProgress: trainingProgress() })
 * @category Show
 */
export function trainingProgress(
  options: TrainingProgressOptions = {},
): (progress: { done: number; total: number; loss?: number; source?: string }) => void {
  const checks = { ...LINE_CHECKS, label: aText };
  const format = (done: number) => formatCount(Math.floor(done));
  const { label, ...lineOptions } = readOptions(options, checks, { label: 'training', format });
  const line = lineOfWork(label, lineOptions);
  return ({ done, total, loss, source }) => {
    if (source !== undefined) {
      line.finishFrom(source);
      return;
    }
    line.update(done, total, loss === undefined ? '' : `loss ${loss.toPrecision(4)}`);
    if (done >= total) line.finish();
  };
}
