import { escapeHtml } from '../../util/escape.js';

/**
 * A permalink to its own place. Its sign is drawn by the style sheet, so that it is not in copied text.
 *
 * @param label such as `Link to this section`
 */
export function permalink(id: string, label: string): string {
  return `<a class="permalink" href="#${escapeHtml(id)}" aria-label="${escapeHtml(label)}"></a>`;
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

/**
 * A point in time as an element; in UTC, so that the same run reads the same everywhere.
 *
 * @param language of the page
 */
export function timeElement(date: Date, language: string): string {
  const locale = language === 'en' ? 'en-GB' : language;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `<time datetime="${date.toISOString()}">${format.format(date)} UTC</time>`;
}

/** listenlab's mark, in the colour of the text around it. @param size in pixels */
export function markSvg(size: number): string {
  return `<svg aria-hidden="true" viewBox="0 0 16 16" width="${size}" height="${size}"><path d="M2 6v4M5 3v10M8 5v6M11 1v14M14 6v4" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>`;
}
