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
