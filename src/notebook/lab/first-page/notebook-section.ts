import { escapeHtml } from '../../../util/escape.js';
import { formatPlural } from '../../../util/format.js';
import { inAddress } from '../../page/protocol.js';
import type { ListedNotebook, NotebookList } from './notebook-list.js';

/** With more, the sentences on files that cannot be opened are folded. */
const FEW = 3;

/** The notebooks with what each answers, and what is wrong with files that are none. */
export function notebookSection({ notebooks, unreadable, isCut }: NotebookList): string {
  const list =
    notebooks.length === 0
      ? '<p>This folder has no notebooks yet.</p>'
      : `<ol class="notebooks">\n${notebooks.map(item).join('\n')}\n</ol>`;
  const more = isCut
    ? '<p class="note">There are more folders or notebooks than this page lists: see all files.</p>'
    : '';
  return [list, more, unreadable.length === 0 ? '' : problems(unreadable)].filter(Boolean).join('\n');
}

function item({ path, title, sentence, language }: ListedNotebook): string {
  const address = `/notebooks/${escapeHtml(inAddress(path))}`;
  const tag = language === undefined ? '' : ` <em class="tag">${escapeHtml(language)}</em>`;
  const isBelow = path.replace(/^notebooks\//, '').includes('/');
  const lines = [sentence, isBelow ? path : ''].filter((line) => line !== '');
  return `<li><a href="${address}"><strong>${escapeHtml(title)}${tag}</strong>${lines.map((line) => `<span>${escapeHtml(line)}</span>`).join('')}</a></li>`;
}

function problems(unreadable: readonly string[]): string {
  const items = unreadable.map((sentence) => `<li>${escapeHtml(sentence)}</li>`);
  return `<details class="note" id="unreadable"${items.length > FEW ? '' : ' open'}>
<summary>${formatPlural(items.length, 'file')} called .ipynb that cannot be opened as notebooks</summary>
<ul>${items.join('')}</ul>
</details>`;
}
