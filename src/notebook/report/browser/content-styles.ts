/** Cover, prose, code, tables, figures, streams and errors. */
export const CONTENT_STYLES = `
h1, h2, h3, h4, h5, h6 { margin: 2em 0 .6em; line-height: 1.25; font-weight: 650; letter-spacing: -.011em; text-wrap: balance; overflow-wrap: break-word; }
h1 { font-size: clamp(1.75rem, 1.2rem + 2.4vw, 2.6rem); letter-spacing: -.022em; margin: 0; }
h2 { font-size: 1.65rem; margin-top: 0; letter-spacing: -.017em; }
h3 { font-size: 1.25rem; }
h4 { font-size: 1.05rem; }
h5, h6 { font-size: .95rem; color: var(--muted); }

.cover { padding-bottom: 2rem; border-bottom: 1px solid var(--line); }
.lead { margin: .75rem 0 0; max-width: 42rem; color: var(--muted); font-size: 1.15rem; line-height: 1.5; text-wrap: pretty; }
.notice { margin: 1.25rem 0 0; padding: .65rem .9rem; border-radius: 8px; font-size: .925rem; line-height: 1.5; }
.notice a { color: inherit; }
.simulated { background: var(--warning-soft); color: var(--warning-ink); }
.failed { background: var(--error-soft); color: var(--error-ink); }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 1rem 1.5rem; margin: 1.75rem 0 0; }
.facts dt { color: var(--muted); font-size: .78rem; }
.facts dd { margin: .1rem 0 0; font-size: .95rem; font-weight: 550; line-height: 1.4; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }

.notebook { padding-top: 2.75rem; }
.notebook + .notebook { margin-top: 3.5rem; border-top: 1px solid var(--line); }
.notebook-name { margin: 0 0 .35rem; color: var(--accent); font-size: .82rem; font-weight: 600; letter-spacing: .02em; overflow-wrap: anywhere; }
.notebook-name + .prose > h2:first-child { margin-top: 0; }
.prose { max-width: 44rem; overflow-wrap: break-word; }
.prose p, .prose ul, .prose ol { margin: 0 0 1em; text-wrap: pretty; }
.prose li { margin: .25em 0; }
.prose code { padding: .12em .35em; border-radius: 4px; background: var(--raised); font: .88em var(--mono); }
.prose pre { margin: 0 0 1.1em; }
.prose pre code { padding: 0; background: none; }
.prose math { font-size: 1.08em; }
.prose .tml-display { display: block; width: 100%; margin: 0 0 1em; overflow-x: auto; overflow-y: hidden; }
.prose .tml-right { text-align: right; }
.prose .tml-left { text-align: left; }
.prose .left-out { color: var(--muted); font-size: .9em; overflow-wrap: anywhere; }
.prose img { max-width: 100%; height: auto; }
.prose blockquote { margin: 1.25em 0; padding: .1em 1.1em; border-left: 3px solid var(--accent); color: var(--muted); }
.prose blockquote > :last-child, .cell .prose > :last-child { margin-bottom: 0; }
.prose hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
.cell { margin: 1.1rem 0 1.9rem; }
.cell > * { margin: 0; }
.cell > * + * { margin-top: .75rem; }

pre { margin: 0; font: .82rem/1.6 var(--mono); tab-size: 2; }
.code-block { padding: .85rem 1rem; overflow-x: auto; border-radius: 8px; background: var(--raised); }
details.code { border: 1px solid var(--line); border-radius: 8px; }
details.code summary { display: flex; align-items: baseline; gap: .8rem; padding: .32rem .8rem; color: var(--muted); font-size: .78rem; cursor: pointer;
  list-style: none; border-radius: 8px; }
details.code summary::-webkit-details-marker { display: none; }
details.code summary:hover { background: var(--raised); color: var(--ink); }
.code-label { flex: none; font-weight: 600; }
.code-label::before { content: ''; display: inline-block; margin-right: .55rem; border: solid transparent; border-width: .28em 0 .28em .42em;
  border-left-color: currentColor; }
details[open] > summary .code-label::before { transform: rotate(90deg); }
.code-count { font-weight: 400; font-variant-numeric: tabular-nums; }
.first-line { min-width: 0; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; font: .95em var(--mono); }
details[open] > summary .first-line { display: none; }
details.code .code-block { border-radius: 0 0 8px 8px; border-top: 1px solid var(--line); }
.settings { border: 1px solid var(--accent); border-radius: 8px; overflow: hidden; }
.settings-title { margin: 0; padding: .32rem .9rem; background: var(--accent-soft); color: var(--accent); font-size: .78rem; font-weight: 600; }
.settings .code-block { border-radius: 0; background: var(--surface); }

.hljs-comment { color: var(--muted); font-style: italic; }
.hljs-keyword, .hljs-literal, .hljs-meta { color: light-dark(#8a2466, #f09ac6); }
.hljs-string, .hljs-regexp { color: light-dark(#0b6156, #7fd6c2); }
.hljs-number, .hljs-symbol { color: light-dark(#8a4b00, #f2bd7c); }
.hljs-title, .hljs-built_in, .hljs-property { color: light-dark(#1f4f9e, #93bdff); }
.hljs-type, .hljs-attr, .hljs-variable.language_ { color: light-dark(#5b3fa3, #c3adff); }
.hljs-subst, .hljs-params { color: inherit; }

.output { border-radius: 8px; }
/* What is out of view throws a shadow on the edge; it goes where the content's own edge covers it. */
.scroll { overflow-x: auto; background: linear-gradient(to right, var(--page) 50%, transparent) left / 2.5rem 100% no-repeat local,
  linear-gradient(to left, var(--page) 50%, transparent) right / 2.5rem 100% no-repeat local,
  linear-gradient(to right, var(--line), transparent) left / .8rem 100% no-repeat,
  linear-gradient(to left, var(--line), transparent) right / .8rem 100% no-repeat; }
pre.output { max-height: 26rem; overflow: auto; padding: .75rem 1rem; border: 1px solid var(--line); background: var(--surface); white-space: pre; }
.output.stream { font-size: .8rem; }
.output.stderr { border-left: 3px solid var(--warning-ink); }
.error { border: 1px solid var(--error-ink); border-radius: 8px; overflow: hidden; scroll-margin-top: 6rem; }
.error-title { margin: 0; padding: .6rem 1rem; background: var(--error-soft); color: var(--error-ink); font-weight: 600; overflow-wrap: anywhere; white-space: pre-line; }
.error .traceback { border: 0; border-radius: 0; margin: 0; }
.ansi-bold { font-weight: 700; }
.ansi-black, .ansi-white { color: var(--muted); }
.ansi-red { color: var(--error-ink); }
.ansi-green { color: light-dark(#1c6b2c, #7fd694); }
.ansi-yellow { color: var(--warning-ink); }
.ansi-blue { color: light-dark(#1f4f9e, #93bdff); }
.ansi-magenta { color: light-dark(#8a2466, #f09ac6); }
.ansi-cyan { color: var(--accent); }

main table { border-collapse: collapse; font-size: .875rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.prose table { margin: 1em 0; }
main th, main td { padding: .42rem .9rem; text-align: left; border-bottom: 1px solid var(--line); max-width: 30rem; overflow-wrap: break-word; }
main thead th, main thead td { border-bottom: 1px solid var(--muted); font-weight: 600; vertical-align: bottom; }
main tbody th { color: var(--muted); font-weight: 400; }
main tbody tr:last-child > *, main tfoot td { border-bottom-color: transparent; }
main tbody tr:hover > * { background: var(--raised); }
main tfoot td { color: var(--muted); font-style: italic; }
@media (max-width: 40rem) {
  main th, main td { padding: .42rem .5rem; }
  main tbody td { min-width: 5.5rem; }
  main tbody td[style*='right'] { min-width: 0; white-space: nowrap; }
}
.align-right { text-align: right !important; }
.align-center { text-align: center !important; }

.chart { padding: 1rem .75rem .5rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); }
.chart figcaption { padding: 0 .4rem .25rem; font-weight: 600; line-height: 1.35; overflow-wrap: anywhere; }
.chart .subtitle { display: block; color: var(--muted); font-size: .875rem; font-weight: 400; }
.chart-area { width: 100%; }
.picture img { max-width: 100%; height: auto; border-radius: 8px; background: #fff; }
html.scripted .without-scripts, html:not(.scripted) .chart-area { display: none; }
.note { color: var(--muted); font-size: .875rem; }

footer { margin-top: 4rem; padding-top: 1.25rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .82rem; }
footer p { margin: 0 0 .5rem; }
footer summary { cursor: pointer; }
footer h2 { font-size: .9rem; margin: 1rem 0 .3rem; }
footer pre { white-space: pre-wrap; font-size: .72rem; }
.live { margin: 1rem 0; }
.scripted .live-area:empty { min-height: 30rem; }
.live .ll-tuner { background: var(--surface); border-color: var(--line); }
@media (min-width: 80rem) { .live[data-live='tuner'] { margin-inline: -3.25rem; } }
@media print {
  .live-area:empty { min-height: 0; }
  .live-area:empty::before { content: 'An interactive panel: open this report in a browser to use it.'; color: var(--muted); font-size: .875rem; }
}
`;
