import { CONTENT_STYLES } from './content-styles.js';
import { CONTROL_STYLES } from './control-styles.js';
import { COVER_STYLES } from './cover-styles.js';
import { PRINT_STYLES } from './print-styles.js';

/** Colours, type and the frame of the page: bar, contents, column. Text colours have a contrast of 4.5 or more. */
const FRAME_STYLES = `
:root {
  color-scheme: light dark;
  --page: light-dark(#fbfaf7, #131619);
  --surface: light-dark(#ffffff, #1a1e23);
  --raised: light-dark(#f3f1ec, #20252b);
  --ink: light-dark(#1d2226, #e6e9ec);
  --muted: light-dark(#586069, #a0a9b3);
  --line: light-dark(#e2dfd7, #323941);
  --land: light-dark(#ebe8e0, #2a3037);
  --accent: light-dark(#0b6e62, #62d2bf);
  --accent-soft: light-dark(#e2f2ef, #17322f);
  --warning-ink: light-dark(#714600, #ffd17a);
  --warning-soft: light-dark(#fff1d0, #37290d);
  --error-ink: light-dark(#a31321, #ff9c9c);
  --error-soft: light-dark(#fdecec, #3a1a1d);
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace;
  --bar: 3rem;
}
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: calc(var(--bar) + 1.25rem); -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.65 var(--sans); }
a { color: var(--accent); text-underline-offset: .18em; text-decoration-thickness: .08em; }
a:hover { text-decoration-thickness: .14em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -100vw; z-index: 30; padding: .5rem 1rem; background: var(--surface); }
.skip:focus { left: .5rem; top: .5rem; }

.bar { position: sticky; top: 0; z-index: 20; height: var(--bar); padding: 0 1.25rem; display: flex; align-items: center; gap: .5rem;
  background: var(--page); border-bottom: 1px solid var(--line); }
.brand { display: flex; align-items: center; gap: .6rem; min-width: 0; margin-right: auto; color: var(--ink); font-weight: 600;
  font-size: .95rem; text-decoration: none; }
.brand svg { flex: none; color: var(--accent); }
.brand span { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
.bar button { flex: none; display: inline-flex; align-items: center; gap: .45rem; padding: .3rem .7rem; border: 1px solid var(--line);
  border-radius: 7px; background: var(--surface); color: var(--ink); font: 500 .82rem/1.4 var(--sans); cursor: pointer; }
.bar button[hidden], html:not(.scripted) .bar button { display: none; }
.bar button:hover { border-color: var(--muted); }
.bar button[aria-pressed='true'], .bar button[aria-expanded='true'] { background: var(--accent-soft); border-color: var(--accent); color: var(--accent); }

.layout { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 82rem; margin: 0 auto; }
main { min-width: 0; width: 100%; max-width: 54rem; margin: 0 auto; padding: 2.5rem 1.25rem 3rem; }
.contents { font-size: .875rem; line-height: 1.45; padding: 1.5rem 1.25rem; }
.contents-title { margin: 0 0 .6rem; color: var(--muted); font-size: .72rem; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; }
.contents ol { list-style: none; margin: 0; padding: 0; }
.contents-notebook + .contents-notebook { margin-top: .9rem; }
.contents a { display: block; padding: .22rem .6rem; border-left: 2px solid var(--line); color: var(--muted); text-decoration: none; overflow-wrap: anywhere; }
.contents a:hover { color: var(--ink); }
.contents .contents-notebook > a { color: var(--ink); font-weight: 600; }
.contents .depth-2 a { padding-left: 1rem; }
.contents .depth-3 a { padding-left: 1.75rem; }
.contents a[aria-current] { border-left-color: var(--accent); color: var(--accent); }

@media (min-width: 64rem) {
  .only-narrow { display: none !important; }
  .layout { grid-template-columns: 17rem minmax(0, 1fr); }
  .contents { position: sticky; top: var(--bar); align-self: start; max-height: calc(100vh - var(--bar)); overflow-y: auto; padding-top: 2.75rem;
    scrollbar-width: thin; }
}
@media (max-width: 63.99rem) {
  .scripted .contents { display: none; }
  .scripted.contents-open .contents { display: block; position: fixed; z-index: 15; inset: var(--bar) 0 auto; max-height: calc(100vh - var(--bar));
    overflow-y: auto; background: var(--page); border-bottom: 1px solid var(--line); box-shadow: 0 1rem 2rem rgb(0 0 0 / .18); }
}
@media (max-width: 40rem) {
  .bar { padding: 0 .75rem; }
  .bar .wide-label { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
  main { padding: 1.5rem 1rem 2rem; }
}
`;

/** The style sheet of the page. */
export const STYLES = [FRAME_STYLES, CONTENT_STYLES, COVER_STYLES, CONTROL_STYLES, PRINT_STYLES].join('');
