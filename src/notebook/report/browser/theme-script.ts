/**
 * Runs in the head, before anything is painted: puts back the theme the reader chose last time, and says
 * that scripts run. Storage may be forbidden in a page opened from disk; then the system's theme holds.
 */
export const THEME_SCRIPT = `
(function () {
  'use strict';
  var root = document.documentElement;
  root.classList.add('scripted');
  try {
    var theme = localStorage.getItem('listenlab-theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch (error) { /* no storage: follow the system */ }
})();
`;
