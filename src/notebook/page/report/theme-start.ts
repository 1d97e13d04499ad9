// Runs in the head, before anything is painted: restores the theme chosen last time and the detail that the address asks
// for, and marks that scripts run.
// Storage may be forbidden in a page opened from disk; then the system's theme applies.
import { detailInAddress } from './detail-start.js';
import { storedTheme } from './theme-control.js';

const root = document.documentElement;
root.classList.add('scripted');
const theme = storedTheme();
if (theme !== undefined) root.dataset.theme = theme;
const detail = detailInAddress();
if (detail !== undefined && root.dataset.detail) root.dataset.detail = detail;
