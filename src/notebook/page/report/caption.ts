/** `Figure 3 Listeners per artist`: the number and title of a figure or table, without its subtitle; empty without one. */
export function captionOf(figure: Element): string {
  const parts = figure.querySelectorAll(':scope > figcaption > :is(.number, .title)');
  return Array.from(parts, ({ textContent }) => textContent.trim()).join(' ');
}
