import { escapeHtml, scriptJson } from '../../util/escape.js';
import { hashOf } from '../../util/node/files.js';
import type { HeightAt } from '../page/report/live-heights.js';
import type { ReportWords } from './language/words.js';

/** A kind of interactive output in a report, such as a panel. */
export interface LiveOutput {
  /** Of the place in the page, such as `tuner`; the global `listenlabTuner` has `mount(element, data)`, which starts it. */
  readonly name: string;
  /** The MIME type of its output. */
  readonly type: string;
  /** The property of the output that holds most of its bytes; identical ones are in the page once. */
  readonly bulk: string;
  /** Path of a script that defines that global. It may hold no script tag. */
  readonly script: string;
  /** How high it becomes at some widths, the narrowest first: what stands below it does not move when it starts. */
  readonly heights: (data: Readonly<Record<string, unknown>>) => readonly HeightAt[];
  /** Whether it draws with Plotly. */
  readonly draws: boolean;
  /** Whether it trains models: WebAssembly in workers of its own. */
  readonly trains: boolean;
}

/** An interactive part of a page. */
export interface LivePart {
  readonly kind: LiveOutput;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The live part in a bundle, or undefined if there is none of these kinds. */
export function readLive(
  bundle: Record<string, unknown>,
  kinds: readonly LiveOutput[],
): LivePart | undefined {
  for (const kind of kinds) {
    const data = bundle[kind.type];
    if (typeof data === 'object' && data !== null && kind.bulk in data) {
      return { kind, data: data as Record<string, unknown> };
    }
  }
  return undefined;
}

/**
 * A live part's place in the page, which the page's script fills once it comes near the screen. Its bulk is elsewhere:
 * see {@link renderBulk}.
 *
 * @param id unique in the page
 */
export function renderLive(part: LivePart, id: string, words: ReportWords): string {
  const { name, bulk, heights } = part.kind;
  const own = { ...part.data, [bulk]: undefined };
  return `<div class="live" id="${id}" data-live="${name}" data-bulk="${bulk}" data-from="${bulkId(part)}" data-heights="${escapeHtml(JSON.stringify(heights(part.data)))}"><p class="note without-scripts">${escapeHtml(words.panelNeedsScripts)}</p><div class="live-area" data-on-paper="${escapeHtml(words.panelOnPaper)}"></div><script type="application/json">${scriptJson(own)}</script></div>`;
}

/** The bulk of all live parts; shared bulk, as of notebooks with the same model, is included once. */
export function renderBulk(parts: readonly LivePart[]): string {
  const bulks = new Map(parts.map((part) => [bulkId(part), bulkOf(part)]));
  return [...bulks]
    .map(([id, bulk]) => `<script type="application/json" id="${id}">${scriptJson(bulk)}</script>`)
    .join('\n');
}

/** Equal for equal content. */
function bulkId(part: LivePart): string {
  return `page_bulk_${hashOf(JSON.stringify(bulkOf(part))).slice(0, 16)}`;
}

function bulkOf({ kind, data }: LivePart): unknown {
  return data[kind.bulk];
}
