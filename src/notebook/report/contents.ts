import type { OutlineNotebook } from './outline.js';

/** Headings this deep in a notebook's markdown (`###`) still appear in the table of contents. */
const DEEPEST = 3;

/** The table of contents: an entry for each notebook, and under it those of its headings. */
export function renderContents(outline: OutlineNotebook[]): string {
  const entries = outline.map(notebookEntry).join('\n');
  return `<nav class="contents" id="page_contents" aria-label="Contents">
<p class="contents-title">Contents</p>
<ol>
${entries}
</ol>
</nav>`;
}

function notebookEntry({ id, titleHtml, headings }: OutlineNotebook): string {
  const inner = headings
    .filter(({ depth }) => depth <= DEEPEST)
    .map((heading) => `<li class="depth-${heading.depth}">${link(heading.id, heading.html)}</li>`);
  const list = inner.length > 0 ? `\n<ol>\n${inner.join('\n')}\n</ol>\n` : '';
  return `<li class="contents-notebook">${link(id, titleHtml)}${list}</li>`;
}

/** Ids are made by the slugger: letters, digits and hyphens only. */
function link(id: string, html: string): string {
  return `<a href="#${id}">${html}</a>`;
}
