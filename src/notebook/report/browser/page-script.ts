import { CODE_FOLDING } from './code-folding.js';
import { CONTENTS_MENU } from './contents-menu.js';
import { COPY_BUTTONS } from './copy-buttons.js';
import { THEME_CONTROL } from './theme-control.js';

/** The controls of a report: theme, code, copy buttons, contents, and which heading is being read. */
export const PAGE_SCRIPT = `
(function () {
  'use strict';
${[THEME_CONTROL, CODE_FOLDING, COPY_BUTTONS, CONTENTS_MENU].join('')}
  startTheme();
  startCode();
  startCopying();
  startContents();
  startReading();
})();
`;

/** The one control of an index: its theme. */
export const INDEX_SCRIPT = `
(function () {
  'use strict';
${THEME_CONTROL}
  startTheme();
})();
`;
