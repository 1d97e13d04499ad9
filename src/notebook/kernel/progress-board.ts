import { formatSeconds } from '../../util/format.js';
import type { DisplayOptions, MimeBundle } from '../../util/kernel-context.js';
import { PROGRESS_TYPE, type ProgressState } from '../display/progress.js';

/** A line with more kinds of work than this is no longer readable. */
const MOST_TITLES = 5;

/** Something shown, and how. */
interface Shown {
  readonly bundle: MimeBundle;
  readonly options: DisplayOptions;
}

interface Line extends ProgressState {
  readonly text: string;
}

/** The lines about work in one place, by the names of their displays. */
interface Board {
  /** The display that all of them share: that of the first. */
  readonly displayId: string | undefined;
  readonly lines: Map<string | undefined, Line>;
}

/**
 * Puts all progress lines of one cell into one display, so that many evaluations leave one line: the current work while
 * it runs, then how long each took.
 */
export class ProgressBoards {
  readonly #boards = new WeakMap<object, Board>();

  /**
   * @param place owner of the display: a cell's request, or an output area; any stable object
   * @returns what to show in place of the bundle; the bundle itself if it is not a progress line
   */
  place(place: object, bundle: MimeBundle, options: DisplayOptions): Shown {
    const state = bundle[PROGRESS_TYPE] as ProgressState | undefined;
    if (state === undefined) return { bundle, options };
    const known = this.#boards.get(place);
    const board = known ?? { displayId: options.displayId, lines: new Map() };
    this.#boards.set(place, board);
    board.lines.set(options.displayId, { ...state, text: String(bundle['text/plain']) });
    const lines = [...board.lines.values()];
    const running = lines.filter((line) => line.running);
    const text = running.length > 0 ? running.map((line) => line.text).join('\n') : summaryOf(lines);
    return {
      bundle: { [PROGRESS_TYPE]: { ...state, running: running.length > 0 }, 'text/plain': text },
      options: { displayId: board.displayId, update: known !== undefined, final: running.length === 0 },
    };
  }
}

/** `training · 20 of 20 · 0.31 s; evaluating, 3 times, 1 stopped · 4.20 s` */
function summaryOf(lines: readonly Line[]): string {
  const titles = new Map<string, Line[]>();
  for (const line of lines) titles.set(line.title, [...(titles.get(line.title) ?? []), line]);
  const parts = [...titles].map(([title, same]) => {
    if (same.length === 1) return same[0].text;
    const seconds = same.reduce((sum, line) => sum + line.seconds, 0);
    const stopped = same.filter((line) => line.stopped).length;
    const times = `${same.length} times${stopped > 0 ? `, ${stopped} stopped` : ''}`;
    return `${title}, ${times} · ${formatSeconds(seconds)}`;
  });
  const left = parts.length - MOST_TITLES;
  return [...parts.slice(0, MOST_TITLES), ...(left > 0 ? [`and ${left} more`] : [])].join('; ');
}
