import { fill } from '../../../util/fill.js';
import type { TableWord } from '../table/table-words.js';
import { wordsInPage } from '../words-in-page.js';

/** What scripts say themselves; the table is the report's, `report/language/words.ts`. */
type PageWord =
  | TableWord
  | 'contents'
  | 'searchFound'
  | 'searchFoundNone'
  | 'chartFailed'
  | 'panelFailed'
  | 'downloadAs'
  | 'zoom'
  | 'pan'
  | 'zoomIn'
  | 'zoomOut'
  | 'resetAxes'
  | 'copy'
  | 'copied'
  | 'notCopied'
  | 'columnsOnPaper';

/** A sentence in the language of the page, with its `{names}` filled in. */
export function pageWord(word: PageWord, values: Readonly<Record<string, string>> = {}): string {
  return fill(wordsInPage()?.words[word] ?? word, values);
}
