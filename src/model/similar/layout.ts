import { InputError } from '../../util/errors.js';
import { formatBytes, formatCount } from '../../util/format.js';
import { MAXIMUM_BYTES } from '../../wasm/memory.js';

/** Rows of a strip, the unit in which the kernel stores and scans them. */
export const STRIP_ROWS = 8;

/** Strips scanned at a time, at most: 16,384 rows. */
export const TILE_STRIPS = 2048;

/** Float32 numbers that are quantised at a time, about: they stay in a core's cache. */
const CHUNK_VALUES = 65536;

/** Where everything lies in the memory of quantised rows: byte offsets. */
export interface SimilarLayout {
  readonly strips: number;
  readonly stripBytes: number;
  /** Rows quantised at a time: whole strips. */
  readonly chunkRows: number;
  /** (factors, rounded up to a multiple of 4) int16 */
  readonly query: number;
  readonly queryEnd: number;
  /** (rows of a tile) int32 */
  readonly found: number;
  /** (chunkRows x factors) float32, and a register's worth more */
  readonly chunk: number;
  /** (strips x stripBytes) */
  readonly firstStrip: number;
  readonly totalBytes: number;
}

/**
 * Lays quantised rows out in WebAssembly memory.
 *
 * @throws InputError where they need more than the 4 GiB that memory can have
 */
export function layOutSimilar(rows: number, factors: number): SimilarLayout {
  const groups = Math.ceil(factors / 4);
  const strips = Math.ceil(rows / STRIP_ROWS);
  // A float32 for each row, then four int8 of each row for each group of factors.
  const stripBytes = STRIP_ROWS * (4 + 4 * groups);
  const chunkRows = STRIP_ROWS * Math.ceil(CHUNK_VALUES / (STRIP_ROWS * factors));
  const query = 0;
  const queryEnd = query + 8 * groups;
  const found = 64 * Math.ceil(queryEnd / 64);
  const chunk = found + 4 * TILE_STRIPS * STRIP_ROWS;
  const firstStrip = 64 * Math.ceil((chunk + 4 * chunkRows * factors + 16) / 64);
  const totalBytes = firstStrip + strips * stripBytes;
  if (totalBytes > MAXIMUM_BYTES) {
    throw new InputError(
      `comparing ${formatCount(rows)} rows of ${formatCount(factors)} factors needs ${formatBytes(totalBytes)} ` +
        `and WebAssembly memory ends at ${formatBytes(MAXIMUM_BYTES)}; train with fewer factors`,
    );
  }
  return { strips, stripBytes, chunkRows, query, queryEnd, found, chunk, firstStrip, totalBytes };
}
