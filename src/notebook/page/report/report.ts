import { startCode, startCopying } from './code.js';
import { startContents } from './contents.js';
import { startTheme } from './theme-control.js';

// The controls of a report: theme, code, copy buttons, contents, and which heading is being read.
startTheme();
startCode();
startCopying();
startContents();
