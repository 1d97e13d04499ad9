/** Names longer than this are cut in labels, never in hover text: a wider margin leaves no chart. */
const LONGEST_LABEL = 36;

/**
 * Text that Plotly draws literally. Plotly reads a small HTML in titles, labels and hover text, `%{...}` in
 * templates and, where a page has MathJax, anything between two `$` as a formula. The characters are written
 * as numeric entities because of the named ones Plotly decodes only a few (`&quot;` would stay as it is).
 */
export function plotlyText(text: string): string {
  return text.replace(/[&<>${]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A name as a label of limited width, cut by whole characters, literal for Plotly. */
export function plotlyLabel(name: string): string {
  return plotlyText(cutName(name, LONGEST_LABEL));
}

/** A name of at most so many characters. */
export function cutName(name: string, most: number): string {
  const characters = Array.from(name);
  return characters.length <= most ? name : `${characters.slice(0, most - 1).join('')}…`;
}
