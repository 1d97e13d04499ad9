/** The style sheet of the first page's section on kernels. */
export const RUNNING_STYLES = `
.running { list-style: none; margin: 0; padding: 0; }
.running li { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem 1rem; padding: .6rem 0; border-top: 1px solid var(--line); }
.running li:last-child { border-bottom: 1px solid var(--line); }
.running .what { flex: 1 1 16rem; min-width: 0; overflow-wrap: anywhere; }
.running .what span { display: block; color: var(--muted); font-size: .93rem; }
.running .what .unseen { color: var(--accent); }
`;

/** The first page's section on kernels, which its script fills and shows when there are any. */
export function runningSection(): string {
  return `<section aria-labelledby="running" id="running_box" hidden>
<h2 id="running">Running</h2>
<p>Notebooks keep what they computed after their page was closed, and go on when they are in the middle of it.</p>
<ul class="running" id="running_list"></ul>
<p id="running_status" role="status"></p>
</section>`;
}
