import { escapeHtml } from '../../util/escape.js';

/**
 * Attributes of an element that may scroll, so that the keyboard reaches and moves it. It is a group and not a region:
 * a page with many such boxes would drown the places that are worth jumping to.
 *
 * @param label what is in it, e.g. `Table`
 */
export function scrollBox(label: string): string {
  return `tabindex="0" role="group" aria-label="${escapeHtml(label)}"`;
}
