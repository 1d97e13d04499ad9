import { escapeHtml } from '../../util/escape.js';

/**
 * A permalink to its own place. Its sign is drawn by the style sheet, so that it is not in copied text.
 *
 * @param what the place in plain words: `section`, `cell`
 */
export function permalink(id: string, what: string): string {
  return `<a class="permalink" href="#${escapeHtml(id)}" aria-label="Link to this ${what}"></a>`;
}

/**
 * Attributes of an element that may scroll, so that the keyboard reaches and moves it. It is a group and not a region:
 * many such boxes would drown the landmarks that are worth jumping to.
 *
 * @param label what is in it, e.g. `Table`
 */
export function scrollBox(label: string): string {
  return `tabindex="0" role="group" aria-label="${escapeHtml(label)}"`;
}

/** A point in time as an element; in UTC, so that the same run reads the same everywhere. */
export function timeElement(date: Date): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `<time datetime="${date.toISOString()}">${format.format(date)} UTC</time>`;
}
