import { escapeHtml } from '../../util/escape.js';

/**
 * A link to the place it stands at, for its address. Its sign is drawn by the style sheet, so that copied
 * text is free of it.
 *
 * @param what the place in plain words: `section`, `cell`
 */
export function permalink(id: string, what: string): string {
  return `<a class="permalink" href="#${escapeHtml(id)}" aria-label="Link to this ${what}"></a>`;
}
