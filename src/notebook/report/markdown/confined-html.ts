/**
 * HTML of a cell that cannot restyle the page around it. Its style sheets apply to its own elements (`@scope` without a
 * selector means the element that the sheet stands in; browsers that do not know it leave the sheet out), and what
 * would change the whole page is taken out. Content rather than a frame, so that it prints, is searched, and grows with
 * its text; where it is drawn, the style of its box confines.
 */
export function confinedHtml(html: string): string {
  const inside = html
    .replace(/<(?:base|meta|link)\b[^>]*>/gi, '')
    .replace(/(<style\b[^>]*>)(.*?)(?:<\/style\s*>|$)/gis, (_, open: string, css: string) =>
      isBalanced(css) ? `${open}@scope{${css}}</style>` : '',
    );
  // The sheet's own element is not to be the box that confines it.
  return /<style\b/i.test(inside) ? `<div>${inside}</div>` : inside;
}

/** Whether a style sheet closes no brace that it did not open. */
function isBalanced(css: string): boolean {
  let depth = 0;
  for (const [brace] of css.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
