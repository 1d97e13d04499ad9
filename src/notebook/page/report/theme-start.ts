// Runs in the head, before anything is painted: puts back the theme the reader chose last time, and says that
// scripts run. Storage may be forbidden in a page opened from disk; then the system's theme holds.
import { storedTheme } from './theme-control.js';

const root = document.documentElement;
root.classList.add('scripted');
const theme = storedTheme();
if (theme !== undefined) root.dataset.theme = theme;
