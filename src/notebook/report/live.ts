import { createHash } from 'node:crypto';
import { scriptJson } from '../../util/escape.js';
import { TRY_TYPE, TUNER_TYPE } from './output-types.js';

/** What lives in a page: the trainer's knobs, or questions about artists. */
export type LiveKind = 'tuner' | 'try';

/** A part of a page that its reader can use. */
export interface LivePart {
  kind: LiveKind;
  data: Record<string, unknown>;
}

/** For each kind, the MIME type of its output and the property that holds most of its bytes. */
const KINDS: Record<LiveKind, { type: string; bulk: string }> = {
  tuner: { type: TUNER_TYPE, bulk: 'subset' },
  try: { type: TRY_TYPE, bulk: 'model' },
};

/** The live part in a bundle, or undefined when there is none. */
export function readLive(bundle: Record<string, unknown>): LivePart | undefined {
  for (const kind of ['tuner', 'try'] as const) {
    const data = bundle[KINDS[kind].type];
    if (typeof data === 'object' && data !== null && KINDS[kind].bulk in data) {
      return { kind, data: data as Record<string, unknown> };
    }
  }
  return undefined;
}

/**
 * A live part's place in the page, which the page's script fills once it comes near the screen. Its bulk stands
 * elsewhere: see {@link renderBulk}.
 *
 * @param id unique in the page
 */
export function renderLive({ kind, data }: LivePart, id: string): string {
  const { bulk } = KINDS[kind];
  const own = { ...data, [bulk]: undefined };
  return `<div class="live" id="${id}" data-live="${kind}" data-bulk="${bulk}" data-from="${bulkId({ kind, data })}"><p class="note without-scripts">This panel needs JavaScript.</p><div class="live-area"></div><script type="application/json">${scriptJson(own)}</script></div>`;
}

/** The bulk of all live parts; what several have in common, as notebooks with the same model, is there once. */
export function renderBulk(parts: LivePart[]): string {
  const bulks = new Map(parts.map((part) => [bulkId(part), part.data[KINDS[part.kind].bulk]]));
  return [...bulks]
    .map(([id, bulk]) => `<script type="application/json" id="${id}">${scriptJson(bulk)}</script>`)
    .join('\n');
}

/** The same for the same content. */
function bulkId({ kind, data }: LivePart): string {
  const hash = createHash('sha256').update(JSON.stringify(data[KINDS[kind].bulk]));
  return `page_bulk_${hash.digest('hex').slice(0, 16)}`;
}
