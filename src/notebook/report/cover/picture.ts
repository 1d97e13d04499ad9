import { PLOTLY_TYPE } from '../../display/figure.js';
import { type Output, tagsOf } from '../../jupyter/nbformat.js';
import type { Numbering } from '../caption.js';
import { readFigure } from '../figure.js';
import type { ReportWords } from '../language/words.js';
import { type OutlineNotebook, placeIn } from '../outline.js';
import { renderOutput } from '../outputs.js';

/** The tag of the cell whose chart is at the top of a report. */
const TAG = 'cover';

/** The chart at the top: the first one of a cell tagged `cover`, or else of the report; with a link to its cell. */
export function renderCoverPicture(
  outline: OutlineNotebook[],
  numbering: Numbering,
  words: ReportWords,
): string {
  const charts = outline.flatMap((notebook) =>
    notebook.named.notebook.cells.flatMap((cell) => {
      const output = cell.cell_type === 'code' ? cell.outputs.find(isChart) : undefined;
      return output ? [{ notebook, cell, output }] : [];
    }),
  );
  const chosen = charts.find(({ cell }) => tagsOf(cell).includes(TAG)) ?? charts[0];
  if (chosen === undefined) return '';
  const { notebook, cell, output } = chosen;
  const place = placeIn(outline, notebook, words);
  const link = `<a class="finding-source" href="#${notebook.cellIds.get(cell)}">${notebook.titleHtml}</a>`;
  return `<div class="cover-picture">${renderOutput(output, 'page_cover_picture', { place, numbered: numbering.get(output) })}${link}</div>`;
}

function isChart(output: Output): boolean {
  return 'data' in output && readFigure(output.data[PLOTLY_TYPE]) !== undefined;
}
