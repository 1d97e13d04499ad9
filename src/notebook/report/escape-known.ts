import { escapeHtml } from '../../util/escape.js';

/** Text of Markdown between tags: as {@link escapeHtml}, but an entity in it, such as `&copy;`, stays one. */
export function escapeKnown(text: string): string {
  return text.replace(/[<>"']|&(?!(?:#\d{1,7}|#x[\da-f]{1,6}|\w+);)/gi, escapeHtml);
}
