// Shared by the lab's server and its pages.

/** A path from the lab's folder, encoded for a URL. */
export function inAddress(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/**
 * Header of a page's requests and name of the `<meta>` element with its value: the folder of the lab that served the
 * page.
 */
export const FOLDER_MARK = 'listenlab-folder';

/** Reason for refusing a page of another lab; also a header of the response. */
export const OTHER_FOLDER = 'listenlab-other-folder';

/** A cookie for the theme chosen in the interface. */
export const THEME_COOKIE = 'listenlab-theme';

/** The chosen theme; undefined follows the system. */
export type ChosenTheme = 'light' | 'dark' | undefined;

/** Reads {@link THEME_COOKIE} among a request's or a page's cookies. */
export function chosenTheme(cookies: string | undefined): ChosenTheme {
  const found = (cookies ?? '').split(';').map((each) => each.trim().split('='));
  const value = found.find(([name]) => name === THEME_COOKIE)?.[1];
  return value === 'light' || value === 'dark' ? value : undefined;
}

/** A kernel as listed on the first page. */
export interface RunningKernel {
  /** Id of the kernel. */
  id: string;
  /** API path of its document; '' without one. */
  path: string;
  /** `notebook`, `console` and the like. */
  type: string;
  /** In Jupyter's terms: `idle`, `busy`, `starting`, `restarting`, `dead`. */
  state: string;
  /** Seconds in this state. */
  seconds: number;
  /** Bytes of memory of its process; null if the system does not say. */
  memory: number | null;
  /** Pages that are connected to it. */
  pages: number;
  /** Whether the end of a cell has not been seen yet. */
  unseen: boolean;
  /** Whether it is of a notebook whose file is gone. */
  missing: boolean;
}

/** State of a dataset's download. */
export interface DownloadState {
  readonly status: 'idle' | 'running' | 'failed';
  /** What is being done, or what went wrong and what to do. */
  readonly text: string;
  /** Bytes done, and in total; both 0 if unknown. */
  readonly done: number;
  readonly total: number;
}

/** Progress of making a report. */
export interface ReportState {
  readonly status: 'idle' | 'running' | 'done' | 'failed';
  /** What runs, or what went wrong. */
  readonly text: string;
  /** Code cells done, and in total; both 0 until known. */
  readonly done: number;
  readonly total: number;
  /** Estimated seconds left; undefined while unknown. */
  readonly secondsLeft?: number;
  /** Notebooks of the running report, by path from the lab's folder. */
  readonly notebooks?: readonly string[];
  /** File name of the finished report, in the folder for reports. */
  readonly file?: string;
  /** The cell that a failed report ended at. */
  readonly cell?: FailedCell;
}

/** A cell that failed while a report was made. */
export interface FailedCell {
  /** Path of its notebook from the lab's folder. */
  readonly notebook: string;
  /** Position among the notebook's code cells, from 1. */
  readonly number: number;
  readonly id: string;
  readonly source: string;
  /** What the error said, and where. */
  readonly story: string;
}

/** What the user wants in a report. */
export interface ReportWish {
  /** Notebooks by path from the lab's folder; default all of the first page. */
  readonly among?: readonly string[];
  /** The name of a dataset instead of the one chosen for all notebooks. */
  readonly dataset?: string;
  readonly detail?: 'brief' | 'full';
  readonly author?: string;
}

/** State of a run of a cell. */
export type ExecutionState = 'waiting' | 'running' | 'ended';

/** A run of a cell, as reported to a page that opens the notebook. */
export interface ExecutionModel {
  /** Id of the request. */
  msg_id: string;
  /** Id of the cell in the notebook. */
  cell_id: string;
  /** The code that ran. */
  code: string;
  state: ExecutionState;
  /** Whether the kernel's process that ran it has ended. */
  gone: boolean;
  /** Whether the page that started it is open: its output is saved there, and not lost with this page. */
  held: boolean;
}

/** What a notebook can be exported to, and what menus call it. */
export const EXPORT_FORMATS = {
  html: 'HTML',
  md: 'Markdown',
  ts: 'TypeScript',
  pdf: 'PDF',
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
