/** What stands at the top of a report, and the table of an index. */
export const COVER_STYLES = `
.metrics { margin-top: 1.5rem; }
.metrics dd { font-size: 1.45rem; font-weight: 650; letter-spacing: -.015em; }
.findings, .run-settings { margin-top: 2rem; }
.findings h2, .run-settings h2 { margin: 0 0 .6rem; font-size: 1.05rem; letter-spacing: 0; }
.run-settings .facts { margin-top: 0; gap: .7rem 1.5rem; }
.findings > ul { list-style: none; margin: 0; padding: 0; max-width: 44rem; }
.findings > ul > li { padding: .1rem 0 .1rem 1rem; border-left: 3px solid var(--accent); overflow-wrap: break-word; }
.findings > ul > li + li { margin-top: .9rem; }
.findings li p, .findings li ul, .findings li ol { margin: 0; }
.finding-source { font-size: .82rem; }
.finding-source::before { content: '↓ '; }
.cell.finding > .output, .cell.finding > .prose { padding-left: 1rem; border-left: 3px solid var(--accent); border-radius: 0; }

.index { max-width: 82rem; }
.index .scroll { margin-top: 1.5rem; }
.index th[scope='row'] { min-width: 13rem; color: var(--ink); font-weight: 550; }
.index td, .index th { vertical-align: top; }
.index tbody td { min-width: 6rem; overflow-wrap: break-word; }
.index td.align-right { min-width: 0; white-space: nowrap; }
.index thead th { min-width: 6rem; }
.made { display: block; color: var(--muted); font-size: .82rem; font-weight: 400; }
.badge { display: inline-block; margin-right: .5rem; padding: 0 .45rem; border-radius: 5px; background: var(--warning-soft); color: var(--warning-ink);
  font-size: .75rem; font-weight: 500; white-space: nowrap; }
.badge.bad { background: var(--error-soft); color: var(--error-ink); }
`;
