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
  const characters = Array.from(name);
  if (characters.length <= LONGEST_LABEL) return plotlyText(name);
  return plotlyText(`${characters.slice(0, LONGEST_LABEL - 1).join('')}…`);
}
