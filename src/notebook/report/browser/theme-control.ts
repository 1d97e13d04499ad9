/**
 * The button that turns the page light or dark. Tells the figures of a new theme by an event, so that
 * neither script knows the other.
 */
export const THEME_CONTROL = `
  function startTheme() {
    const root = document.documentElement;
    const control = /** @type {HTMLButtonElement} */ (document.getElementById('page_theme'));
    const system = matchMedia('(prefers-color-scheme: dark)');
    const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
    const show = () => {
      control.setAttribute('aria-pressed', String(isDark()));
      document.dispatchEvent(new Event('themechange'));
    };
    control.addEventListener('click', () => {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      try { localStorage.setItem('listenlab-theme', root.dataset.theme); } catch (error) { /* kept in memory only */ }
      show();
    });
    system.addEventListener('change', show);
    show();
  }
`;
