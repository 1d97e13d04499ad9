import type { CsrMatrix } from '../matrix/csr.js';
import type { SideLayout } from './layout.js';

/** A side's matrix as views on the memory. */
export function matrixIn(buffer: ArrayBufferLike, side: SideLayout): CsrMatrix {
  return {
    rows: side.rows,
    columns: side.columns,
    indptr: new Int32Array(buffer, side.indptr, side.rows + 1),
    indices: new Int32Array(buffer, side.indices, side.entries),
    values: new Float32Array(buffer, side.values, side.entries),
  };
}

/** A side's factors as a view on the memory, (R x K). */
export function factorsIn(buffer: ArrayBufferLike, side: SideLayout, stride: number): Float32Array {
  return new Float32Array(buffer, side.factors, side.rows * stride);
}
