/** The style sheet of the first page; text has a contrast of 4.5 or more in both themes. */
export const LANDING_STYLES = `
:root {
  color-scheme: light dark;
  --page: light-dark(#fbfaf7, #131619);
  --surface: light-dark(#ffffff, #1a1e23);
  --ink: light-dark(#1d2226, #e6e9ec);
  --muted: light-dark(#586069, #a0a9b3);
  --line: light-dark(#e2dfd7, #323941);
  --accent: light-dark(#0b6e62, #62d2bf);
  --accent-soft: light-dark(#e2f2ef, #17322f);
  --on-accent: light-dark(#ffffff, #10201d);
  --error: light-dark(#a31321, #ff9c9c);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 3.5rem 1.25rem 2rem; background: var(--page); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
h1 { display: flex; align-items: center; gap: .7rem; margin: 0; font-size: 2rem; line-height: 1.2; letter-spacing: -.01em; }
h1 svg { color: var(--accent); }
.lead { margin: .4rem 0 2.5rem; color: var(--muted); font-size: 1.1rem; }
h2 { margin: 2.5rem 0 .8rem; font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; color: var(--muted); }
a { color: var(--accent); text-underline-offset: .18em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.notebooks { list-style: none; margin: 0; padding: 0; display: grid; gap: .6rem; }
.notebooks a { display: block; padding: .85rem 1.1rem; background: var(--surface); border: 1px solid var(--line);
  border-radius: 10px; color: var(--ink); text-decoration: none; }
.notebooks a:hover { border-color: var(--accent); }
.notebooks strong, .notebooks span { display: block; }
.notebooks span { color: var(--muted); font-size: .93rem; line-height: 1.5; }
.more { margin: .8rem 0 0; font-size: .93rem; }
code { padding: .1em .35em; border-radius: 5px; background: var(--accent-soft); font: .88em ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace; overflow-wrap: anywhere; }
.tag { padding: .1em .55em; border-radius: 99px; background: var(--accent-soft); color: var(--accent); font-size: .8rem; font-weight: 600; }
details { border-top: 1px solid var(--line); padding: .6rem 0; }
details:last-child { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; }
details p { margin: .5rem 0 .2rem; color: var(--muted); font-size: .93rem; }
details code { color: var(--ink); }
button { padding: .55rem 1.1rem; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent); font: 600 .95rem/1.4 inherit;
  font-family: inherit; cursor: pointer; }
button:disabled { opacity: .6; cursor: progress; }
#report_link { margin-left: .8rem; }
#report_status { min-height: 1.6em; color: var(--muted); font-size: .88rem; white-space: pre-wrap; overflow-wrap: anywhere; }
#report_box[data-state='failed'] #report_status { color: var(--error); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .85rem; }
`;
