import { allocateOwnMemory } from '../../wasm/memory.js';
import { bindSimilarKernel, type SimilarKernel } from './kernel.js';
import { layOutSimilar, type SimilarLayout, STRIP_ROWS, TILE_STRIPS } from './layout.js';

/** A matrix with int8 stand-ins of its rows, which tell quickly which rows are not similar to one. */
export interface QuantisedRows {
  /** (R x F) row-major */
  readonly vectors: Float32Array;
  readonly factors: number;
  /** R */
  readonly rows: number;
  readonly layout: SimilarLayout;
  readonly kernel: SimilarKernel;
  /** (F) what rows are compared with, in the memory of the kernel */
  readonly query: Int16Array;
  /** (rows of a tile) what the kernel has found, in its memory */
  readonly found: Int32Array;
}

/**
 * Makes stand-ins of a matrix's rows.
 *
 * @param vectors (R x F) row-major
 * @param factors F
 * @throws InputError where they need more than 4 GiB
 * Cost: one pass over the matrix; a byte for each of its numbers and four for each row.
 */
export function quantiseRows(vectors: Float32Array, factors: number): QuantisedRows {
  const rows = vectors.length / factors;
  const layout = layOutSimilar(rows, factors);
  const memory = allocateOwnMemory(layout.totalBytes);
  const kernel = bindSimilarKernel(memory);
  const { chunkRows, firstStrip, stripBytes } = layout;
  const chunk = new Float32Array(memory.buffer, layout.chunk, chunkRows * factors);
  for (let row = 0; row < rows; row += chunkRows) {
    const end = Math.min(row + chunkRows, rows);
    chunk.set(vectors.subarray(row * factors, end * factors));
    kernel.quantiseRows(layout.chunk, firstStrip + (row / STRIP_ROWS) * stripBytes, end - row, factors);
  }
  const query = new Int16Array(memory.buffer, layout.query, factors);
  const found = new Int32Array(memory.buffer, layout.found, TILE_STRIPS * STRIP_ROWS);
  return { vectors, factors, rows, layout, kernel, query, found };
}
