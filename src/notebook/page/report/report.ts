import { linkedPlace, stayAtPlace } from './arrival.js';
import { startCode, startCopying } from './code.js';
import { startContents } from './contents.js';
import { startDetail } from './detail-switch.js';
import { startPreviews } from './preview.js';
import { startPrinting } from './print.js';
import { startTheme } from './theme-control.js';

// The controls of a report: theme, brief or full, code, copy buttons, contents, which heading is being read, previews, and paper.
startTheme();
const reveal = startDetail();
stayAtPlace(linkedPlace, reveal);
startCode();
startCopying();
startContents();
startPreviews();
startPrinting();
