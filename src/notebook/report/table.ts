import { escapeHtml, scriptJson } from '../../util/escape.js';
import { isPackedTable, type PackedTable, TABLE_TYPE } from '../table/packed-table.js';
import { numberWriter } from './language/numbers.js';
import { fill, type ReportWords } from './language/words.js';

/** The values of an output's table; undefined where it has none that can be read. */
export function readTable(bundle: Record<string, unknown>): PackedTable | undefined {
  const table = bundle[TABLE_TYPE];
  return 'text/html' in bundle && isPackedTable(table) ? table : undefined;
}

/** A cell of numbers, as `draw-table.ts` writes it. */
const NUMBER_CELL =
  /(?<=<td style="text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap">)[^<]*(?=<\/td>)/g;

/** What stands below a table that is not all there, as `footOf` writes it. */
const FOOT = /(<tfoot><tr><td [^>]*>… )([^<]*)(?=<)/g;
const FIRST = /first ([\d,]+) of ([\d,]+) (row|column)s?/g;

/**
 * A table's HTML, which was drawn in English when its cell ran, with its numbers and its foot in the language of the
 * report.
 */
export function inLanguage(html: string, words: ReportWords): string {
  const { language } = words;
  const numbers = html.replace(NUMBER_CELL, numberWriter(language));
  const count = (text: string) => new Intl.NumberFormat(language).format(Number(text.replaceAll(',', '')));
  return numbers.replace(FOOT, (_, start: string, said: string) => {
    const translated = said.replace(FIRST, (__, shown: string, all: string, noun: string) =>
      fill(noun === 'row' ? words.firstRows : words.firstColumns, { shown: count(shown), all: count(all) }),
    );
    return start + escapeHtml(translated);
  });
}

/** What the page's tools for a table need, to stand beside its HTML. */
export function renderTableData(table: PackedTable): string {
  return `<script type="application/json" class="table-data">${scriptJson(table)}</script>`;
}
