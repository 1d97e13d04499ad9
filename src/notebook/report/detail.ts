import type { Token, Tokens } from 'marked';
import { PLOTLY_TYPE } from '../display/figure.js';
import { METRICS_TYPE } from '../display/headline.js';
import { PROGRESS_TYPE } from '../display/progress.js';
import { type Cell, mayFail, type Notebook, type Output, outputsOf, tagsOf } from '../jupyter/nbformat.js';

/** How much of the notebooks a report shows: findings, charts and tables with their prose, or all of it. */
export type Detail = 'brief' | 'full';

/** The class of what a page shows only in full. */
export const FULL_ONLY = 'full-only';

/** The tag of a cell for those who run the notebook; it stands only in full. */
export const DETAIL_TAG = 'detail';

/** The parts of a notebook that a brief report leaves out. */
export type FullOnly = ReadonlySet<Cell | Output>;

/**
 * What only a full report shows: cells with the tag `detail`, code, printed text, plain results, errors that were
 * expected, and headings with nothing else below them. A notebook that shows nothing but printed text and plain results
 * keeps them.
 *
 * @param markdown parsed Markdown of its cells
 */
export function fullOnlyIn(notebook: Notebook, markdown: ReadonlyMap<Cell | Output, Token[]>): FullOnly {
  const left = new Set<Cell | Output>();
  const { cells } = notebook;
  const untagged = cells.filter((cell) => !tagsOf(cell).includes(DETAIL_TAG));
  const isTextual = !untagged.some((cell) => outputsOf(cell).some(isRich));
  for (const cell of cells) {
    const isTagged = !untagged.includes(cell);
    const kept = outputsOf(cell).filter(
      (output) => !isTagged && (isRich(output) || (isTextual && isText(output)) || isFailure(cell, output)),
    );
    for (const output of outputsOf(cell)) if (!kept.includes(output)) left.add(output);
    if (isTagged || (cell.cell_type === 'code' && kept.length === 0)) left.add(cell);
  }
  const depths = cells.map((cell) => depthsOf(markdown.get(cell) ?? []));
  // From the end: a heading is empty when those below it are.
  for (const at of [...cells.keys()].toReversed()) {
    if (isEmptyHeading(at, cells, depths, left)) left.add(cells[at]);
  }
  return left;
}

/** Types of which a reader sees more than text. */
const RICH = /^(text\/(html|markdown|latex)|image\/.*)$/;

/** Charts, tables, pictures, panels and Markdown. Headline numbers are on the cover. */
function isRich(output: Output): boolean {
  if (!('data' in output) || METRICS_TYPE in output.data || PROGRESS_TYPE in output.data) return false;
  const types = Object.keys(output.data);
  return types.some((type) => type === PLOTLY_TYPE || RICH.test(type) || /^application\/vnd\./.test(type));
}

function isText(output: Output): boolean {
  if (output.output_type === 'stream') return output.name === 'stdout';
  return 'data' in output && !(METRICS_TYPE in output.data) && !(PROGRESS_TYPE in output.data);
}

function isFailure(cell: Cell, { output_type }: Output): boolean {
  return output_type === 'error' && !mayFail(cell);
}

/** Where the headings of a cell stand in the order of headings, 1 to 6. */
interface Depths {
  readonly onlyHeadings: boolean;
  /** Of the highest and the last heading; Infinity without one. */
  readonly highest: number;
  readonly last: number;
}

function depthsOf(tokens: Token[]): Depths {
  const headings = tokens.filter((token): token is Tokens.Heading => token.type === 'heading');
  const depths = headings.map(({ depth }) => depth);
  return {
    onlyHeadings: depths.length > 0 && tokens.every(({ type }) => type === 'heading' || type === 'space'),
    highest: Math.min(...depths),
    last: depths.at(-1) ?? Number.POSITIVE_INFINITY,
  };
}

/** Whether a cell has nothing but headings, no title, and nothing is left below it before the next one as high. */
function isEmptyHeading(at: number, cells: Cell[], depths: Depths[], left: FullOnly): boolean {
  const { onlyHeadings, highest, last } = depths[at];
  if (!onlyHeadings || highest === 1) return false;
  const end = depths.findIndex((depth, later) => later > at && depth.highest <= last);
  const below = cells.slice(at + 1, end < 0 ? undefined : end);
  return below.every((cell) => left.has(cell) || cell.cell_type === 'raw');
}
