import { isText, wrongValue } from './checks.js';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe between tags and inside quoted attributes. Names in data are untrusted. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * JSON that is safe inside a `<script>` element: `<` (and the two line separators that older JavaScript took for line
 * ends) are written as escapes, so no value can close the element.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The characters CommonMark allows to escape, except those without meaning inside a line. */
const MARKS = /[!"#$%&()*+\-./:;<=>?@[\\\]^_`{|}~]/g;

/**
 * Text that Markdown shows literally, without emphasis, links, lists or headings. Names in data are untrusted.
 *
 * @example showMarkdown(`Nearest to **${escapeMarkdown('AC/DC')}**`)
 * @param text one line; line breaks in it become blanks
 * @throws InputError for anything but a text
 * @category Show
 */
export function escapeMarkdown(text: string): string {
  if (!isText(text)) throw wrongValue(text, 'a text, such as the name of an artist');
  return text.replace(/\s+/g, ' ').replace(MARKS, '\\$&');
}

/** A word for a shell, quoted if necessary. */
export function shellWord(text: string): string {
  // A leading tilde means the home folder.
  return /^[\w./=,:-][\w./=,:~-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
