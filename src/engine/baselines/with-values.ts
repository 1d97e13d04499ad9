import type { CsrMatrix } from '../matrix/csr.js';
import { sharedFloat32 } from './shared-zeros.js';

/** A matrix with other values at the same places, which it shares: (N) `values` in the order of the entries. */
export function withValues(matrix: CsrMatrix, values: ArrayLike<number>): CsrMatrix {
  const shared = sharedFloat32(values.length);
  shared.set(values);
  return { ...matrix, values: shared };
}
