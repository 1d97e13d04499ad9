import { withoutAccents } from '../../../util/fold-names.js';
import { captionOf } from './caption.js';
import { pageWord } from './page-words.js';

/** More would be no answer. */
const MOST_HITS = 30;

/** A place of the report that can be searched for. */
interface Entry {
  readonly id: string;
  /** `Figure 3` and its caption, or a heading. */
  readonly text: string;
  readonly folded: string;
}

/**
 * The search field of the contents: what is typed replaces the list by the headings, figures and tables that have it.
 * "/" leads there, arrows through what was found, Enter to the first, Escape back.
 *
 * @param open shows the contents where they are behind a button
 */
export function startSearch(open: () => void): void {
  const field = document.getElementById('page_search') as HTMLInputElement | null;
  const found = document.getElementById('page_found');
  const status = document.getElementById('page_found_count');
  if (!field || !found || !status) return;
  let entries: readonly Entry[] | undefined;
  const search = () => {
    const wanted = withoutAccents(field.value).trim();
    const words = wanted.split(/\s+/).filter(Boolean);
    entries ??= allEntries();
    const hits = entries
      .filter(({ folded }) => words.every((word) => folded.includes(word)))
      .sort((a, b) => Number(beginsWith(b.folded, wanted)) - Number(beginsWith(a.folded, wanted)));
    found.closest('.contents')?.classList.toggle('searched', words.length > 0);
    found.replaceChildren(...(words.length > 0 ? hits.slice(0, MOST_HITS).map(hitOf) : []));
    const count = String(hits.length);
    const said = hits.length === 0 ? pageWord('searchFoundNone') : pageWord('searchFound', { count });
    status.textContent = words.length === 0 ? '' : said;
  };
  const links = () => Array.from(found.querySelectorAll('a'));
  field.addEventListener('input', search);
  field.parentElement?.addEventListener('keydown', (event) => {
    const at = links().indexOf(event.target as HTMLAnchorElement);
    if (event.key === 'ArrowDown') links()[at + 1]?.focus();
    else if (event.key === 'ArrowUp') (links()[at - 1] ?? field).focus();
    else if (event.key === 'Enter' && event.target === field) links()[0]?.click();
    else if (event.key === 'Escape' && field.value !== '') {
      // What is left of the keys is the menu's.
      event.stopPropagation();
      field.value = '';
      search();
      field.focus();
    } else return;
    event.preventDefault();
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select');
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
    event.preventDefault();
    open();
    field.select();
  });
}

function allEntries(): Entry[] {
  const places = document.querySelectorAll<HTMLElement>(
    'main :is(h2, h3, h4)[id], .notebook figure[id]:has(> figcaption)',
  );
  return Array.from(places, (place) => {
    const text = captionOf(place) || (place.textContent ?? '').trim();
    return { id: place.id, text, folded: withoutAccents(text) };
  });
}

/** `table 8` is the beginning of `Table 8`, and not of `Table 81`. */
function beginsWith(text: string, wanted: string): boolean {
  return text.startsWith(wanted) && !/[\p{L}\p{N}]/u.test(text.charAt(wanted.length));
}

function hitOf({ id, text }: Entry): HTMLElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `#${encodeURIComponent(id)}`;
  link.textContent = text;
  item.append(link);
  return item;
}
