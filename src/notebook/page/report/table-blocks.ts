import { pageWord } from './page-words.js';

/**
 * Shows a table that is too wide for paper as blocks of its columns below each other, each of which begins with what
 * names the rows. The table itself stays for the screen.
 *
 * @param across what a block may have at most, in pixels of the screen
 */
export function splitIntoBlocks(table: HTMLTableElement, across: number): void {
  const widths = columnWidths(table);
  const leading = leadingColumns(table);
  const blocks = evenBlocks(widths, leading, across);
  if (blocks.length < 2) return;
  table.classList.add('in-blocks');
  const parts = blocks.flatMap((columns, i) => {
    const place = document.createElement('p');
    place.className = 'paper-block';
    place.textContent = pageWord('columnsOnPaper', {
      // A row's number is not counted.
      from: String(i === 0 ? 1 : columns[0] + 2 - leading),
      to: String(columns[columns.length - 1] + 2 - leading),
      all: String(widths.length + 1 - leading),
    });
    const block = blockOf(table, new Set([...range(leading), ...columns]), widths.length);
    if (i > 0) block.caption?.remove();
    if (i < blocks.length - 1) block.tFoot?.remove();
    return [place, block];
  });
  table.after(...parts);
}

/** Takes the blocks away. */
export function joinBlocks(): void {
  for (const part of document.querySelectorAll('main .paper-block')) part.remove();
  for (const table of document.querySelectorAll('main table.in-blocks')) table.classList.remove('in-blocks');
}

/** How narrow the words of each column let it be. */
function columnWidths(table: HTMLTableElement): number[] {
  const { width } = table.style;
  table.style.width = 'min-content';
  const widths = Array.from(table.rows[0]?.cells ?? [], (cell) => cell.offsetWidth);
  table.style.width = width;
  return widths;
}

/** The columns that name a row: its number, if it has one, and the first of its values. */
function leadingColumns(table: HTMLTableElement): number {
  return table.classList.contains('numbered-rows') ? 2 : 1;
}

/** The fewest blocks, of about the same width. */
function evenBlocks(widths: readonly number[], leading: number, across: number): number[][] {
  const blocks = blocksOf(widths, leading, across);
  const first = sum(widths.slice(0, leading));
  const rest = widths.slice(leading);
  const even = first + sum(rest) / blocks.length + Math.max(0, ...rest);
  return blocksOf(widths, leading, Math.min(across, even));
}

/** The columns of each block, without those that all begin with. */
function blocksOf(widths: readonly number[], leading: number, across: number): number[][] {
  const first = sum(widths.slice(0, leading));
  const blocks: number[][] = [];
  let used = Infinity;
  for (let column = leading; column < widths.length; column++) {
    used += widths[column];
    if (used > across) {
      blocks.push([]);
      used = first + widths[column];
    }
    blocks[blocks.length - 1].push(column);
  }
  return blocks;
}

/** A copy with some of the columns; a row with cells of its own, such as the foot, is kept as it is. */
function blockOf(table: HTMLTableElement, columns: ReadonlySet<number>, count: number): HTMLTableElement {
  const block = table.cloneNode(true) as HTMLTableElement;
  block.classList.remove('in-blocks');
  block.classList.add('paper-block');
  block.removeAttribute('id');
  for (const row of block.rows) {
    const cells = [...row.cells];
    if (cells.length !== count) {
      for (const cell of cells) cell.colSpan = Math.min(cell.colSpan, columns.size);
      continue;
    }
    for (const [i, cell] of cells.entries()) if (!columns.has(i)) cell.remove();
  }
  return block;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
