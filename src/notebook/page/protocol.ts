// What the lab's server and its pages both know.

/** A path from the lab's folder, as it stands in an address. */
export function inAddress(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * Header of a page's requests and name of the `<meta>` element that gives its value: which folder the lab showed
 * that made the page.
 */
export const FOLDER_MARK = 'listenlab-folder';

/** Short name of the refusal of a page that another lab made; also a header of the answer. */
export const OTHER_FOLDER = 'listenlab-other-folder';

/** A cookie in which the interface notes the look that was chosen in it. */
export const THEME_COOKIE = 'listenlab-theme';

/** The look that was chosen; undefined where the reader's system decides. */
export type ChosenTheme = 'light' | 'dark' | undefined;

/** Reads {@link THEME_COOKIE} among a request's or a page's cookies. */
export function chosenTheme(cookies: string | undefined): ChosenTheme {
  const found = (cookies ?? '').split(';').map((each) => each.trim().split('='));
  const value = found.find(([name]) => name === THEME_COOKIE)?.[1];
  return value === 'light' || value === 'dark' ? value : undefined;
}

/** A kernel as the first page lists it. */
export interface RunningKernel {
  /** Id of the kernel. */
  id: string;
  /** API path of its document; '' without one. */
  path: string;
  /** `notebook`, `console` and the like. */
  type: string;
  /** As Jupyter calls it: `idle`, `busy`, `starting`, `restarting`, `dead`. */
  state: string;
  /** Seconds since it is in this state. */
  seconds: number;
  /** Bytes of memory of its process; null when the system does not tell. */
  memory: number | null;
  /** Pages that are connected to it. */
  pages: number;
  /** Whether a cell has ended that nobody has seen yet. */
  unseen: boolean;
}

/** How the download of a dataset stands. */
export interface DownloadState {
  readonly status: 'idle' | 'running' | 'failed';
  /** What is being done, or what went wrong and what to do. */
  readonly text: string;
  /** Bytes that are done, of how many; 0 of 0 where nobody knows. */
  readonly done: number;
  readonly total: number;
}

/** How far the making of a report is. */
export interface ReportState {
  readonly status: 'idle' | 'running' | 'done' | 'failed';
  /** What runs, or what went wrong. */
  readonly text: string;
  /** Code cells that are done, of all; 0 of 0 until the run has said. */
  readonly done: number;
  readonly total: number;
  /** Seconds that are likely left; undefined as long as nobody can tell. */
  readonly secondsLeft?: number;
  /** Those that the report which runs is to have, by their paths from the lab's folder. */
  readonly notebooks?: readonly string[];
  /** File name of the report that is done, in the folder for reports. */
  readonly file?: string;
}
