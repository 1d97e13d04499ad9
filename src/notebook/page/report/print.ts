import { joinBlocks, splitIntoBlocks } from './table-blocks.js';

/** What a table has across a page, in pixels: upright, as the figures, and turned; A4 and Letter both have it. */
const ACROSS = 680;
const ACROSS_TURNED = 920;
/** A table that would become smaller than this is turned. */
const SMALLEST = 0.7;
/** The size of type in tables on paper, of that on the screen; see print.css. */
const TYPE_ON_PAPER = (0.86 * 12) / 14;

/** What is folded on the screen: of the cover, and in the text of a notebook. */
const FOLDED = '.cover details:not([open]), .prose details:not([open])';

/** Unfolds text while the page is printed, and makes wide tables fit: in smaller type, turned, or in blocks of columns. */
export function startPrinting(): void {
  let unfolded: HTMLDetailsElement[] = [];
  const print = () => {
    // An export says that it prints before the browser does.
    unfolded.push(...document.querySelectorAll<HTMLDetailsElement>(FOLDED));
    for (const part of unfolded) part.open = true;
    joinBlocks();
    for (const table of tables()) fitOnPaper(table);
  };
  // After the tables' own tools, which put the rows for paper in.
  addEventListener('load', () => addEventListener('beforeprint', print));
  addEventListener('afterprint', () => {
    for (const part of unfolded) part.open = false;
    unfolded = [];
    joinBlocks();
    for (const table of tables()) {
      table.style.removeProperty('--fit');
      table.closest('figure')?.classList.remove('turned');
    }
  });
}

function tables(): HTMLTableElement[] {
  return Array.from(document.querySelectorAll('main table'));
}

function fitOnPaper(table: HTMLTableElement): void {
  table.style.removeProperty('--fit');
  const width = leastWidth(table) * TYPE_ON_PAPER;
  const upright = Math.min(1, ACROSS / width);
  const figure = table.closest('figure');
  const isTurned = upright < SMALLEST && figure !== null;
  figure?.classList.toggle('turned', isTurned);
  const across = isTurned ? ACROSS_TURNED : ACROSS;
  const factor = Math.max(SMALLEST, Math.min(1, across / width));
  if (factor < 1) table.style.setProperty('--fit', factor.toFixed(3));
  if (across / width < SMALLEST) splitIntoBlocks(table, across / SMALLEST / TYPE_ON_PAPER);
}

/** How narrow its words let it be; 0 while it is not shown. */
function leastWidth(table: HTMLTableElement): number {
  const { width } = table.style;
  table.style.width = 'min-content';
  const least = table.offsetWidth;
  table.style.width = width;
  return least;
}
