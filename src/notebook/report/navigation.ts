import { escapeHtml } from '../../util/escape.js';
import { FULL_ONLY } from './detail.js';
import { fill, type ReportWords } from './language/words.js';
import type { OutlineNotebook } from './outline.js';

/** Headings this deep in a notebook's markdown (`###`) still appear in the table of contents. */
const DEEPEST = 3;

/** The table of contents: an entry for each notebook, and under it those of its headings, folded but for the current. */
export function renderContents(outline: OutlineNotebook[], words: ReportWords): string {
  const entries = outline.map((notebook) => notebookEntry(notebook, words)).join('\n');
  const title = escapeHtml(words.contents);
  return `<nav class="contents" id="page_contents" aria-label="${title}">
<p class="contents-title">${title}</p>
${renderSearch(words)}
<ol>
${entries}
</ol>
</nav>`;
}

function renderSearch({ search, searchContents }: ReportWords): string {
  return `<div class="search"><input type="search" id="page_search" placeholder="${escapeHtml(search)}" aria-label="${escapeHtml(searchContents)}" aria-controls="page_found" aria-keyshortcuts="/" autocomplete="off" spellcheck="false">
<p id="page_found_count" role="status"></p>
<ul class="contents-found" id="page_found"></ul></div>`;
}

function notebookEntry({ id, titleHtml, headings }: OutlineNotebook, words: ReportWords): string {
  const inner = headings
    .filter(({ depth }) => depth <= DEEPEST)
    .map(({ id, html, depth, isDetail }) => {
      const kind = isDetail ? `depth-${depth} ${FULL_ONLY}` : `depth-${depth}`;
      return `<li class="${kind}">${link(id, html)}</li>`;
    });
  if (inner.length === 0) return `<li class="contents-notebook">${link(id, titleHtml)}</li>`;
  const label = fill(escapeHtml(words.sectionsOf), { title: titleHtml });
  return `<li class="contents-notebook">${link(id, titleHtml)}<button type="button" class="unfold" aria-expanded="false" aria-label="${label}"></button>
<ol>
${inner.join('\n')}
</ol>
</li>`;
}

/** The ways on from the end of a notebook: to the one before and after it, and to the top of the page. */
export function renderWaysOn(
  outline: OutlineNotebook[],
  current: OutlineNotebook,
  words: ReportWords,
): string {
  const at = outline.indexOf(current);
  const way = (to: OutlineNotebook | undefined, name: 'previousNotebook' | 'nextNotebook') =>
    to
      ? `<a class="${name === 'nextNotebook' ? 'next' : 'previous'}" href="#${to.id}"><span>${escapeHtml(words[name])}</span> ${to.titleHtml}</a>`
      : '';
  const top = `<a class="top" href="#page_top">${escapeHtml(words.backToTop)}</a>`;
  return `<div class="ways-on">${way(outline[at - 1], 'previousNotebook')}${top}${way(outline[at + 1], 'nextNotebook')}</div>`;
}

/** Ids are made by the slugger: letters, digits and hyphens only. */
function link(id: string, html: string): string {
  return `<a href="#${id}">${html}</a>`;
}
