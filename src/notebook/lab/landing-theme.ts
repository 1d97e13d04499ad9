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
