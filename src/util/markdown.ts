/** The marks that CommonMark allows a backslash before, except those that never mean anything inside a line. */
const MARKS = /[!"#$%&()*+\-./:;<=>?@[\\\]^_`{|}~]/g;

/**
 * A text that Markdown shows letter by letter: no emphasis, link, list or heading comes of it. Names in data
 * are strangers' text.
 *
 * @example showMarkdown(`Nearest to **${escapeMarkdown('AC/DC')}**`)
 * @param text one line; line breaks in it become blanks
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(MARKS, '\\$&');
}
