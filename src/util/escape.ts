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

/** The text that {@link escapeHtml} made safe. */
export function unescapeHtml(html: string): string {
  const characters = new Map(Object.entries(ENTITIES).map(([character, entity]) => [entity, character]));
  return html.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters.get(entity) ?? entity);
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

/** Text as an address has it. Half a surrogate pair, for which `encodeURI` throws, is written as U+FFFD. */
export function escapeAddress(text: string, encode: (text: string) => string = encodeURI): string {
  return encode(text.replace(/\p{Cs}/gu, '\ufffd'));
}

/** The path of a file as a word for a shell; a program would take one that starts with a hyphen for an option. */
export function shellPath(file: string): string {
  return shellWord(file.startsWith('-') ? `./${file}` : file);
}

/** A word for a shell, quoted if necessary. */
export function shellWord(text: string): string {
  // A leading tilde means the home folder.
  return /^[\w./=,:-][\w./=,:~-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
