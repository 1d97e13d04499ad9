import { isFlushRight } from '../../table/column-format.js';
import type { PackedColumn } from '../../table/packed-table.js';
import type { Sorting } from './table-rows.js';

/** The headings of a table as buttons that sort. */
export class TableHead {
  readonly #cells: readonly HTMLTableCellElement[];
  readonly #columns: readonly PackedColumn[];

  /** @param onSort called with the sorting that a pressed heading asks for next */
  constructor(
    head: HTMLTableSectionElement,
    columns: readonly PackedColumn[],
    onSort: (column: number) => void,
  ) {
    this.#columns = columns;
    this.#cells = Array.from(head.querySelectorAll<HTMLTableCellElement>('th[scope="col"]'));
    this.#cells.forEach((cell, column) => {
      const control = document.createElement('button');
      control.type = 'button';
      control.className = 'll-table-sort';
      const arrow = document.createElement('span');
      arrow.setAttribute('aria-hidden', 'true');
      control.append(...cell.childNodes);
      // Numbers end where their heading ends.
      if (isFlushRight(columns[column].format)) control.prepend(arrow);
      else control.append(arrow);
      control.addEventListener('click', () => onSort(column));
      cell.append(control);
    });
    this.show(undefined);
  }

  /** The sorting after this one, if a heading is pressed: what is worth seeing first, then the other way, then none. */
  next(column: number, now: Sorting | undefined): Sorting | undefined {
    const first = isFlushRight(this.#columns[column].format) ? 'descending' : 'ascending';
    if (now?.column !== column) return { column, direction: first };
    if (now.direction !== first) return undefined;
    return { column, direction: first === 'ascending' ? 'descending' : 'ascending' };
  }

  show(sorting: Sorting | undefined): void {
    this.#cells.forEach((cell, column) => {
      cell.setAttribute('aria-sort', sorting?.column === column ? sorting.direction : 'none');
    });
  }
}
