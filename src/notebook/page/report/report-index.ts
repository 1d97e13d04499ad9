import { startTheme } from './theme-control.js';

// The one control of an index: its theme.
startTheme();
