const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe between tags and inside quoted attributes. Names in data are strangers' text. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * JSON that can stand inside a `<script>` element: `<` (and the two line separators that older
 * JavaScript took for line ends) are written as escapes, so no value can close the element.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

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

/** A word as a shell reads it, in quotes where it needs them. */
export function shellWord(text: string): string {
  // A tilde that comes first means the home folder.
  return /^[\w./=,:-][\w./=,:~-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
