import type { Say } from './table-words.js';

/** What a reader may ask of a table. */
interface Asked {
  onFilter(text: string): void;
  onPage(step: number): void;
  onPageSize(rows: number): void;
  onCopy(format: CopyFormat): void;
}

export type CopyFormat = 'CSV' | 'Markdown';

const PAGE_SIZES = [25, 50, 100];

/** The tools around a table: a filter above it; below it what is shown, pages, and copies. */
export class TableControls {
  readonly filter: HTMLElement;
  readonly foot: HTMLElement;
  readonly #status = element('p', 'll-table-status');
  /** Said and not shown: the headings show it. */
  readonly #sorting = element('span', 'll-table-said');
  #isWhole = false;
  /** What is said in print only. */
  readonly #onPaper = element('p', 'll-table-paper');
  readonly #pages = element('div', 'll-table-pages');
  readonly #before: HTMLButtonElement;
  readonly #after: HTMLButtonElement;

  constructor(asked: Asked, say: Say) {
    this.filter = filterField(asked, say);
    this.#before = button('‹', () => asked.onPage(-1), say('rowsBefore'));
    this.#after = button('›', () => asked.onPage(1), say('rowsAfter'));
    this.#pages.append(this.#before, this.#after, pageSize(asked, say));
    this.#status.setAttribute('role', 'status');
    const copies = element('div', 'll-table-copies');
    copies.append(
      ...(['CSV', 'Markdown'] as const).map((format) =>
        button(say('copyAs', { format }), () => asked.onCopy(format)),
      ),
    );
    copies.querySelector('button')!.title = say('csvIs');
    this.foot = element('div', 'll-table-foot');
    this.foot.append(this.#status, this.#onPaper, this.#pages, copies);
  }

  /** @param has which tools the table is long enough for */
  offer(has: { readonly filter: boolean; readonly pages: boolean }): void {
    this.filter.hidden = !has.filter;
    this.#pages.hidden = !has.pages;
    this.#isWhole = !has.filter && !has.pages;
  }

  /** Shows what is seen, and whether it is the first or the last; a screen reader hears it with how it is sorted. */
  show(text: string, sorting: string, ends: { readonly first: boolean; readonly last: boolean }): void {
    this.#sorting.textContent = sorting && `. ${sorting}`;
    this.#status.replaceChildren(text, this.#sorting);
    // Who sees the whole table need not be told.
    this.#status.classList.toggle('ll-table-said', this.#isWhole);
    // A disabled button would lose the focus of who pages with the keyboard.
    this.#before.setAttribute('aria-disabled', String(ends.first));
    this.#after.setAttribute('aria-disabled', String(ends.last));
  }

  /** Shows below the table on paper, and nowhere else, what is not on it. */
  print(text: string): void {
    this.#onPaper.textContent = text;
  }

  /** Says what was done, in place of what is seen. */
  tell(text: string): void {
    this.#status.replaceChildren(text);
    this.#status.classList.remove('ll-table-said');
  }
}

function filterField(asked: Asked, say: Say): HTMLElement {
  const field = document.createElement('input');
  field.type = 'search';
  field.className = 'll-table-filter';
  field.placeholder = say('filterRows');
  field.setAttribute('aria-label', say('filterRows'));
  field.title = say('filterFinds');
  field.autocomplete = 'off';
  field.spellcheck = false;
  field.addEventListener('input', () => asked.onFilter(field.value));
  return field;
}

function pageSize(asked: Asked, say: Say): HTMLElement {
  const choice = document.createElement('select');
  choice.setAttribute('aria-label', say('rowsPerPage'));
  choice.append(...PAGE_SIZES.map((rows) => new Option(String(rows))));
  choice.addEventListener('change', () => asked.onPageSize(Number(choice.value)));
  return choice;
}

function button(text: string, onClick: () => void, label?: string): HTMLButtonElement {
  const control = document.createElement('button');
  control.type = 'button';
  control.textContent = text;
  if (label !== undefined) {
    control.setAttribute('aria-label', label);
    control.title = label;
  }
  control.addEventListener('click', () => {
    if (control.getAttribute('aria-disabled') !== 'true') onClick();
  });
  return control;
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name: string,
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}
