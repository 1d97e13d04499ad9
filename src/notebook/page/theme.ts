import { type ChosenTheme, chosenTheme, THEME_COOKIE } from './protocol.js';

/** Attributes that tell light from dark: the report's on its root, JupyterLab's on its body. */
const ATTRIBUTES = ['data-theme', 'data-jp-theme-light'];

/** Calls back when the theme changes. @returns a function that unsubscribes */
export function watchTheme(onChange: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const page = new MutationObserver(onChange);
  for (const element of [document.documentElement, document.body]) {
    page.observe(element, { attributes: true, attributeFilter: ATTRIBUTES });
  }
  system.addEventListener('change', onChange);
  return () => {
    page.disconnect();
    system.removeEventListener('change', onChange);
  };
}

/** Tells open first pages. */
const CHANNEL = 'listenlab-look';
const YEAR = 365 * 24 * 60 * 60;

/** Stores the chosen theme for the first page, which is not one of JupyterLab's. */
export function keepTheme(theme: ChosenTheme): void {
  if (theme === chosenTheme(document.cookie)) return;
  const life = theme === undefined ? 0 : YEAR;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in older browsers.
  document.cookie = `${THEME_COOKIE}=${theme ?? ''}; path=/; SameSite=Strict; max-age=${life}`;
  const channel = new BroadcastChannel(CHANNEL);
  // Sent with the message: the cookie may reach other tabs later.
  channel.postMessage(theme);
  channel.close();
}

/** Keeps the first page in the interface's theme, even when it changes. */
export function followTheme(): void {
  new BroadcastChannel(CHANNEL).addEventListener('message', ({ data: theme }: MessageEvent<ChosenTheme>) => {
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  });
}
