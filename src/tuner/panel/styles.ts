/**
 * The panel's own look, whatever page it is in. Colours of text have a contrast of 4.5 or more. Light or dark is the
 * reader's system's, unless the page says which: a report on its root, JupyterLab on its body.
 */
export const STYLES = `
.ll-tuner { color-scheme: light dark; container-type: inline-size; box-sizing: border-box;
  --ll-surface: light-dark(#ffffff, #1a1e23); --ll-raised: light-dark(#f3f1ec, #252b32); --ll-ink: light-dark(#1d2226, #e6e9ec);
  --ll-muted: light-dark(#586069, #a7b0b9); --ll-line: light-dark(#d9d6ce, #3a424a); --ll-accent: light-dark(#0b6e62, #62d2bf);
  --ll-bar: light-dark(#4477aa40, #66aadd50); --ll-error: light-dark(#a31321, #ff9c9c); --ll-up: light-dark(#1c6b2d, #7fd694);
  --ll-down: light-dark(#9c3b00, #ffb27a);
  padding: 1rem; border: 1px solid var(--ll-line); border-radius: 10px;
  background: var(--ll-surface); color: var(--ll-ink); font: .875rem/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif; }
:root[data-theme='light'] .ll-tuner, [data-jp-theme-light='true'] .ll-tuner { color-scheme: light; }
:root[data-theme='dark'] .ll-tuner, [data-jp-theme-light='false'] .ll-tuner { color-scheme: dark; }
.ll-tuner *, .ll-tuner *::before { box-sizing: border-box; }
.ll-tuner [hidden] { display: none; }
.ll-tuner :is(h2, h3, h4, p, ol, ul, figure) { margin: 0; padding: 0; }
.ll-tuner h2 { font-size: 1.15rem; line-height: 1.3; }
.ll-tuner h3 { font-size: 1rem; margin-bottom: .4rem; overflow-wrap: anywhere; }
.ll-tuner h4 { font-size: .8rem; font-weight: 600; min-height: 1.45em; overflow-wrap: anywhere; }
.ll-tuner :focus-visible { outline: 2px solid var(--ll-accent); outline-offset: 2px; border-radius: 4px; }
.ll-tuner :is(button, input, select) { font: inherit; color: inherit; }
.ll-tuner button { cursor: pointer; }
.ll-tuner ::placeholder { color: var(--ll-muted); opacity: 1; }
.ll-note, .ll-hint, .ll-why { color: var(--ll-muted); font-size: .8rem; }
.ll-switch { display: inline-flex; gap: .5rem; align-items: center; margin-top: .5rem; cursor: pointer; }
.ll-switch.ll-disabled { color: var(--ll-muted); cursor: default; }

.ll-body { display: grid; gap: 1.25rem 1.75rem; }
.ll-body > * { min-width: 0; }
.ll-controls, .ll-similar, .ll-recommended { container-type: inline-size; }
.ll-work, .ll-controls { display: grid; gap: .9rem; align-content: start; }
.ll-work > *, .ll-controls > * { min-width: 0; }
/* Nine knobs: three columns have no hole; of two, the last knob takes both. */
.ll-knobs { display: grid; gap: .9rem 1.25rem; grid-template-columns: minmax(0, 1fr); }
.ll-knob { display: grid; grid-template-columns: 1fr auto; grid-template-rows: auto 1fr auto; align-items: baseline; }
.ll-knob label { font-weight: 600; }
.ll-knob .ll-hint { grid-row: 2; grid-column: 1 / -1; }
.ll-amount { grid-row: 1; grid-column: 2; font-variant-numeric: tabular-nums; }
.ll-knob :is(input, select) { grid-row: 3; grid-column: 1 / -1; width: 100%; margin: .15rem 0 0; accent-color: var(--ll-accent); }
.ll-knob .ll-error { grid-row: 4; grid-column: 1 / -1; margin-top: .2rem; font-size: .8rem; }
.ll-knob input[type='range'] { height: 1.5rem; }
.ll-tuner :is(select, input[type='number'], input[type='text']) { padding: .3rem .5rem; border: 1px solid var(--ll-line); border-radius: 6px;
  background: var(--ll-surface); min-height: 2rem; }
.ll-presets { display: flex; flex-wrap: wrap; gap: .5rem; }
.ll-presets button { padding: .35rem .8rem; border: 1px solid var(--ll-line); border-radius: 7px; background: var(--ll-raised); }
.ll-presets button:hover { border-color: var(--ll-muted); }
.ll-presets button[aria-pressed='true'] { border-color: var(--ll-accent); color: var(--ll-accent); }

/* A line of words below the bar, whatever they are. */
.ll-status { min-height: 2.6rem; background: var(--ll-surface); }
.ll-status progress { display: block; width: 100%; height: .4rem; margin-bottom: .3rem; accent-color: var(--ll-accent); }
.ll-glance { display: none; }
.ll-doing { color: var(--ll-muted); }
.ll-notice { margin-top: .4rem !important; padding: .5rem .75rem !important; border-radius: 7px; background: var(--ll-raised); }
/* Empty it is still there, so that what it says later is read out. */
.ll-notice:empty { margin: 0 !important; padding: 0 !important; }
.ll-error { color: var(--ll-error); overflow-wrap: anywhere; }
.ll-results { display: grid; gap: 1.25rem 1.75rem; }
.ll-results > * { min-width: 0; }
.ll-quality { display: grid; gap: .75rem; align-content: start; }
.ll-results > .ll-chart { display: grid; grid-template-rows: auto 1fr; }
.ll-tuner .ll-qualities { width: 100%; border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
.ll-qualities caption .ll-note { font-weight: 400; }
.ll-tuner .ll-qualities caption { text-align: left; font-weight: 600; padding-bottom: .2rem; color: inherit; }
/* A report gives the cells of tables a width on a phone. */
.ll-tuner .ll-qualities :is(th, td) { min-width: 0; padding: .2rem .4rem; text-align: right; border-bottom: 1px solid var(--ll-line); font-weight: 400; background: none; }
.ll-tuner .ll-qualities tbody th { text-align: left; }
.ll-tuner .ll-qualities tr[data-quality='now'] :is(th, td) { font-weight: 700; }
.ll-tuner .ll-qualities tr { background: none; }
.ll-chart figcaption { font-weight: 600; }
/* As high as its neighbour, which its own drawing must not keep from shrinking. */
.ll-plot { min-height: 12rem; contain: size; }
.ll-quality .ll-plot { height: 14rem; contain: none; }

.ll-field { position: relative; margin-bottom: .5rem; }
.ll-field label { display: block; font-size: .8rem; color: var(--ll-muted); }
.ll-field input { width: 100%; }
.ll-found { position: absolute; z-index: 5; inset: 100% 0 auto; max-height: 16rem; overflow-y: auto;
  background: var(--ll-surface); border: 1px solid var(--ll-line); border-radius: 6px; box-shadow: 0 .5rem 1rem rgb(0 0 0 / .2); }
.ll-found .ll-note { padding: .4rem .6rem; overflow-wrap: anywhere; }
.ll-field ul { list-style: none; }
.ll-field li { padding: .4rem .6rem; cursor: pointer; overflow-wrap: anywhere; }
.ll-field li:hover { background: var(--ll-raised); }
.ll-field li[aria-selected='true'] { background: var(--ll-raised); box-shadow: inset 3px 0 var(--ll-accent); font-weight: 600; }
.ll-likes { display: flex; flex-wrap: wrap; gap: .4rem; list-style: none; margin-bottom: .4rem !important; }
.ll-likes li { display: inline-flex; align-items: center; gap: .2rem; padding: .05rem .1rem .05rem .6rem; max-width: 100%; overflow-wrap: anywhere;
  border: 1px solid var(--ll-line); border-radius: 1rem; background: var(--ll-raised); }
.ll-likes button, .ll-like { border: 0; background: none; min-width: 1.6rem; min-height: 1.6rem; font-weight: 700; border-radius: 50%; }
.ll-likes button:hover, .ll-like:hover { background: var(--ll-line); }
.ll-lists { display: grid; gap: .75rem 1rem; }
.ll-lists > section { min-width: 0; }
.ll-lists:has(> section) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.ll-list { list-style: none; counter-reset: place; }
.ll-list li { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: 0 .4rem; min-height: 2rem; padding: .1rem 0 .1rem 1.6rem; margin: 0;
  counter-increment: place; border-bottom: 1px solid var(--ll-line); }
.ll-list li::before { content: counter(place); position: absolute; left: 0; width: 1.2rem; text-align: right; color: var(--ll-muted); font-variant-numeric: tabular-nums; }
/* The bar ends before the numbers. */
.ll-artist { flex: 1 1 0; min-width: 4rem; min-height: 1.7rem; padding: .1rem .3rem; border: 0; border-radius: 3px; text-align: left; overflow-wrap: anywhere;
  background: linear-gradient(var(--ll-bar), var(--ll-bar)) no-repeat 0 / calc(100% * var(--ll-share)) 100%; }
.ll-artist:hover { text-decoration: underline; }
.ll-value { font-variant-numeric: tabular-nums; }
.ll-why { flex-basis: 100%; padding: 0 .2rem .15rem; overflow-wrap: anywhere; }
.ll-move { min-width: 2.1rem; text-align: right; font-size: .8rem; font-weight: 600; white-space: nowrap; color: var(--ll-muted); }
.ll-up { color: var(--ll-up); }
.ll-down, .ll-gone { color: var(--ll-down); }
.ll-new { color: var(--ll-accent); }
.ll-heard { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
.ll-try.ll-lists-1 .ll-like { display: none; }
@container (min-width: 38rem) {
  .ll-try.ll-lists-2 .ll-body { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .ll-try .ll-body > header { grid-column: 1 / -1; }
}
@container (min-width: 20rem) {
  .ll-knobs { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .ll-knob:last-child { grid-column: 1 / -1; }
}
@container (min-width: 40rem) {
  .ll-knobs { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .ll-knob:last-child { grid-column: auto; }
}
@container (min-width: 50rem) {
  .ll-body { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .ll-body > :is(header, .ll-work) { grid-column: 1 / -1; }
  .ll-results { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
}
/* Where the results lie below the knobs, what a knob does is seen here. A report has a bar at its top. */
@container (max-width: 49.99rem) {
  .ll-status { position: sticky; z-index: 4; top: var(--bar, 0px); margin: 0 -1rem; padding: .5rem 1rem .3rem; border-bottom: 1px solid var(--ll-line); }
  .ll-glance:not(:empty) { display: block; font-variant-numeric: tabular-nums; }
  .ll-glance strong { font-size: 1.05rem; margin-right: .6rem; }
  .ll-busy .ll-glance { color: var(--ll-muted); }
  .ll-numbers { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
  .ll-doing, .ll-status [role='status'] { font-size: .8rem; }
}
@container (max-width: 30rem) {
  .ll-lists:has(> section) :is(.ll-value, .ll-why) { display: none; }
  .ll-lists:has(> section) .ll-artist { flex-basis: calc(100% - 2.6rem); }
  .ll-lists:has(> section) .ll-move { order: 1; flex: 1; padding-left: .2rem; text-align: left; }
}
@container (max-width: 15rem) { .ll-lists:has(> section) { grid-template-columns: minmax(0, 1fr); } }
@media (pointer: coarse) { .ll-likes button, .ll-like { min-width: 2.2rem; min-height: 2.2rem; } }
@media print { .ll-controls, .ll-field, .ll-like, .ll-likes button { display: none !important; } }
`;
