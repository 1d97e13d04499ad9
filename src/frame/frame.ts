import { createRequire } from 'node:module';
import type { DataFrame } from 'danfojs-node';

/** A Danfo dataframe: what a notebook shows. */
export type Frame = DataFrame;

/** The columns of a frame, each of the same length, in the order they are shown. */
export type FrameColumns = Record<string, ArrayLike<unknown>>;

/** Danfo sorts a million rows in minutes; anything this large belongs in DuckDB. */
export const FRAME_ROW_LIMIT = 100_000;

/**
 * A Danfo dataframe from columns. This is the one place where Danfo is loaded, on the first call: it
 * costs about a second.
 *
 * @example frame({ artist: ['kent', 'muse'], plays: [12, 7] }).print()
 * @throws RangeError when the columns differ in length or hold more than {@link FRAME_ROW_LIMIT} rows
 */
export function frame(columns: FrameColumns): Frame {
  const lengths = Object.values(columns).map((values) => values.length);
  if (new Set(lengths).size > 1) throw new RangeError(`columns differ in length: ${lengths.join(', ')}`);
  if (lengths[0] > FRAME_ROW_LIMIT) {
    throw new RangeError(`${lengths[0]} rows are too many for a frame (limit ${FRAME_ROW_LIMIT}); use SQL`);
  }
  const { DataFrame } = loadDanfo();
  const arrays = Object.entries(columns).map(([name, values]) => [name, Array.from(values)]);
  return new DataFrame(Object.fromEntries(arrays)) as Frame;
}

function loadDanfo(): typeof import('danfojs-node') {
  return createRequire(import.meta.url)('danfojs-node');
}
