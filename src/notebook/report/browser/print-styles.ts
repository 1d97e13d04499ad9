/**
 * On paper: light, without controls, code only where it was opened, nothing cut in two that fits on a
 * page. The width matches the one the figure script draws for.
 */
export const PRINT_STYLES = `
:root.printing { color-scheme: light; }
@page { size: A4; margin: 15mm; }
@media print {
  :root, :root[data-theme] { color-scheme: light; --page: #fff; --surface: #fff; }
  body { font-size: 10.5pt; line-height: 1.5; }
  .bar, .skip, .contents, .permalink, .copy, .modebar-container, footer details, details.code:not([open]) { display: none !important; }
  .layout { display: block; max-width: none; }
  main { max-width: none; padding: 0; }
  h1, h2, h3, h4, h5, h6, .prose, figcaption, .notebook-name, .settings-title, .error-title { break-after: avoid; }
  .notebook { padding-top: 0; }
  .notebook + .notebook { break-before: page; margin: 0; border: 0; }
  :is(.cell, .prose):target { box-shadow: none; }
  .chart, .picture, .settings, .notice, .facts, .findings li, tr { break-inside: avoid; }
  /* A table of fifteen rows or fewer stays on one page. */
  table:not(:has(tbody tr:nth-child(16))) { break-inside: avoid; }
  .notice, .settings-title, .code-block, .error-title, .prose code { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .chart { border: 0; padding: 0; }
  .chart-area { width: 680px; }
  .prose { max-width: none; }
  .scroll, pre.output, .code-block { overflow: visible; max-height: none; }
  pre, pre.output { white-space: pre-wrap; overflow-wrap: anywhere; }
  thead { display: table-header-group; }
  a { color: inherit; }
}
`;
