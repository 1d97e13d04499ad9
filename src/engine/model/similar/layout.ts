import { formatCount } from '../../../util/format.js';
import { checkFits, memoryPlaces } from '../../kernels/memory-layout.js';

/** Rows of a strip, the unit in which the kernel stores and scans them. */
export const STRIP_ROWS = 8;

/** Strips scanned at a time, at most: 16,384 rows. */
export const TILE_STRIPS = 2048;

/** Float32 numbers quantised at a time, about: they stay in a core's cache. */
const CHUNK_VALUES = 65536;

/** Where everything lies in the memory of quantised rows: byte offsets. */
export interface SimilarLayout {
  /** (factors, rounded up to a multiple of 4) int16 */
  readonly query: number;
  readonly queryEnd: number;
  /** (rows of a tile) int32 */
  readonly found: number;
  /** strips quantised at a time */
  readonly chunkStrips: number;
  /** (rows of a chunk x factors) float32, and a register's worth that may be read behind them */
  readonly chunk: number;
  /** (chunkStrips x stripBytes) strips that are not kept */
  readonly passing: number;
  readonly stripBytes: number;
  /** strips that hold all rows */
  readonly strips: number;
  /** (strips x stripBytes) */
  readonly kept: number;
  readonly totalBytes: number;
}

/**
 * Lays quantised rows out in WebAssembly memory.
 *
 * @throws InputError where they need more than the 4 GiB that memory can have
 */
export function layOutSimilar(rows: number, factors: number): SimilarLayout {
  const { place, total } = memoryPlaces();
  const groups = Math.ceil(factors / 4);
  // A float32 for each row, then four int8 of each row for each group of factors.
  const stripBytes = STRIP_ROWS * (4 + 4 * groups);
  const strips = Math.ceil(rows / STRIP_ROWS);
  const chunkStrips = Math.ceil(CHUNK_VALUES / (STRIP_ROWS * factors));
  const query = place(8 * groups);
  const layout = {
    query,
    queryEnd: query + 8 * groups,
    found: place(4 * STRIP_ROWS * TILE_STRIPS),
    chunkStrips,
    chunk: place(4 * STRIP_ROWS * chunkStrips * factors + 16),
    passing: place(chunkStrips * stripBytes),
    stripBytes,
    strips,
    kept: place(strips * stripBytes),
    totalBytes: total(),
  };
  checkFits(
    layout.totalBytes,
    `comparing ${formatCount(rows)} rows of ${formatCount(factors)} factors`,
    () => 'train with fewer factors',
  );
  return layout;
}
