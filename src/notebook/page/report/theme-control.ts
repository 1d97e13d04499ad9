import { watchTheme } from '../theme.js';

const STORED = 'listenlab-theme';

/** The theme chosen last time, if it could be stored. */
export function storedTheme(): 'light' | 'dark' | undefined {
  try {
    const theme = localStorage.getItem(STORED);
    return theme === 'light' || theme === 'dark' ? theme : undefined;
  } catch {
    return undefined;
  }
}

/** The button that switches between light and dark. */
export function startTheme(): void {
  const root = document.documentElement;
  const control = document.getElementById('page_theme')!;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
  const show = () => control.setAttribute('aria-pressed', String(isDark()));
  control.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try {
      localStorage.setItem(STORED, root.dataset.theme);
    } catch {
      // Kept in memory only.
    }
    show();
  });
  watchTheme(show);
  show();
}
