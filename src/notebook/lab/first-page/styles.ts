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
/* As chosen in the interface; else the system's. */
:root[data-theme='light'] { color-scheme: light; }
:root[data-theme='dark'] { color-scheme: dark; }
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
.tag.bad { color: var(--error); background: none; border: 1px solid currentColor; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
section > p { margin: .4rem 0 .8rem; }
.actions { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1.1rem; margin: .8rem 0 0; font-size: .93rem; }
fieldset { margin: 0; padding: 0; border: 0; }
.choices { font-size: .93rem; }
.choices legend { margin-bottom: .3rem; padding: 0; font-weight: 600; }
.choices label { display: flex; align-items: baseline; gap: .55rem; padding: .15rem 0; cursor: pointer; }
.dataset { padding: .8rem 0; border-top: 1px solid var(--line); }
.dataset:last-child { border-bottom: 1px solid var(--line); }
.dataset label { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .55rem; cursor: pointer; }
.dataset input[type='radio'], .choices input { flex: none; accent-color: var(--accent); width: 1.05rem; height: 1.05rem; margin: 0; align-self: center; }
.dataset p, .note { margin: .3rem 0 0 1.6rem; color: var(--muted); font-size: .93rem; }
.dataset .actions { margin-top: .5rem; }
#own_data form { margin: .3rem 0 0 1.6rem; }
#own_data form p { margin-left: 0; }
#own_data #own_options { max-width: none; font: .88em ui-monospace, Menlo, Consolas, 'Liberation Mono', monospace; }
#own_data form input { flex: 1 1 12rem; min-width: 0; max-width: 24rem; padding: .4rem .6rem; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); color: inherit; font: inherit; }
.note { margin-left: 0; }
.state:empty { display: none; }
.dataset[data-state='failed'] .state { color: var(--error); }
progress { display: block; width: 100%; max-width: 24rem; height: .6rem; margin: .7rem 0 .3rem; accent-color: var(--accent); }
.dataset progress { margin-left: 1.6rem; max-width: min(24rem, calc(100% - 1.6rem)); }
progress[hidden] { display: none; }
.reports { list-style: none; margin: 1rem 0 0; padding: 0; }
.reports:empty { display: none; }
.reports li { padding: .7rem 0; border-top: 1px solid var(--line); }
.reports li:last-child { border-bottom: 1px solid var(--line); }
.reports a { font-weight: 600; }
.made { display: block; color: var(--muted); font-size: .88rem; overflow-wrap: anywhere; }
.numbers { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin: .4rem 0 0; }
.numbers div { display: flex; gap: .45rem; font-size: .88rem; }
.numbers dt { color: var(--muted); }
.numbers dd { margin: 0; font-variant-numeric: tabular-nums; font-weight: 600; }
button { padding: .55rem 1.1rem; border: 1px solid transparent; border-radius: 8px; background: var(--accent); color: var(--on-accent);
  font: 600 .95rem/1.4 inherit; font-family: inherit; cursor: pointer; }
button.quiet { padding: .4rem .9rem; background: none; border-color: var(--line); color: var(--accent); font-size: .9rem; }
button.quiet:hover { border-color: var(--accent); }
button:disabled { opacity: .6; cursor: progress; }
[hidden] { display: none !important; }
[role='status'] { min-height: 0; margin: .4rem 0 0; color: var(--muted); font-size: .88rem; white-space: pre-wrap; overflow-wrap: anywhere; }
[role='status']:empty { margin: 0; }
[data-state='failed'] [role='status'] { color: var(--error); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .85rem; }
`;
