/**
 * Links to headings and cells, and buttons that copy code: out of the way until the mouse or the keyboard
 * comes near, always there for a finger.
 */
export const CONTROL_STYLES = `
.permalink { color: var(--muted); text-decoration: none; font-weight: 400; }
.permalink::before { content: '#'; }
:is(h2, h3, h4, h5, h6) > .permalink { margin-left: .4em; }
.cell, .prose, .code-frame { position: relative; }
:is(.cell, .prose) > .permalink { position: absolute; top: .15rem; left: -1.4rem; width: 1.4rem; margin: 0; text-align: center; font-size: .875rem; }
.cell > .permalink + * { margin-top: 0; }
.cell:target > .permalink, .prose:target > .permalink { color: var(--accent); font-weight: 700; }
:is(.cell, .prose):target { border-radius: 8px; box-shadow: 0 0 0 .5rem var(--page), 0 0 0 calc(.5rem + 2px) var(--accent); }
.copy { position: absolute; top: .45rem; right: .45rem; padding: .15rem .55rem; border: 1px solid var(--line); border-radius: 6px; background: var(--surface);
  color: var(--ink); font: 500 .75rem/1.5 var(--sans); cursor: pointer; }
.copy:hover { border-color: var(--muted); }
.copy-field { position: fixed; top: 0; left: -100vw; }
.chart:focus-within .modebar { opacity: 1 !important; }
@media (hover: hover) {
  .permalink, .copy { opacity: 0; }
  :is(h2, h3, h4, h5, h6):hover > .permalink, :is(.cell, .prose):hover > .permalink, :target > .permalink, .permalink:focus-visible,
  .code-frame:hover > .copy, .copy:focus-visible { opacity: 1; }
}
/* No room in the margin: the sign of a cell stands at its right, above what it shows. */
@media (max-width: 47.99rem) {
  .prose > .permalink { display: none; }
  .cell > .permalink { top: -1.35rem; right: 0; left: auto; }
}
`;
