// Runs in the head, before anything is painted: restores the theme chosen last time, and marks that scripts run.
// Storage may be forbidden in a page opened from disk; then the system's theme applies.
import { storedTheme } from './theme-control.js';

const root = document.documentElement;
root.classList.add('scripted');
const theme = storedTheme();
if (theme !== undefined) root.dataset.theme = theme;
