import { isZero, multiplyAdd, widenRow } from './vector';

// Shapes: n rows of K float32 (K = stride, a multiple of four), sums (K x K) float64.
// Only the 4 x 4 blocks on and above the diagonal of a sum are computed.

/**
 * sum (K x K) += leftT * right, both (n x K) float64 panels. Each 4 x 4 block of the sum stays in eight
 * registers while all n rows pass.
 */
export function addPanelProduct(sum: usize, left: usize, right: usize, n: usize, stride: usize): void {
  for (let i: usize = 0; i < stride; i += 4) {
    for (let j: usize = i; j < stride; j += 4) {
      addBlock(sum + ((i * stride + j) << 3), left + (i << 3), right + (j << 3), n, stride << 3);
    }
  }
}

function addBlock(sum: usize, left: usize, right: usize, n: usize, rowBytes: usize): void {
  let a0 = v128.load(sum);
  let b0 = v128.load(sum, 16);
  let a1 = v128.load(sum + rowBytes);
  let b1 = v128.load(sum + rowBytes, 16);
  let a2 = v128.load(sum + 2 * rowBytes);
  let b2 = v128.load(sum + 2 * rowBytes, 16);
  let a3 = v128.load(sum + 3 * rowBytes);
  let b3 = v128.load(sum + 3 * rowBytes, 16);
  for (const end = left + n * rowBytes; left < end; left += rowBytes, right += rowBytes) {
    const low = v128.load(right);
    const high = v128.load(right, 16);
    let factor = v128.load64_splat(left);
    a0 = multiplyAdd(factor, low, a0);
    b0 = multiplyAdd(factor, high, b0);
    factor = v128.load64_splat(left, 8);
    a1 = multiplyAdd(factor, low, a1);
    b1 = multiplyAdd(factor, high, b1);
    factor = v128.load64_splat(left, 16);
    a2 = multiplyAdd(factor, low, a2);
    b2 = multiplyAdd(factor, high, b2);
    factor = v128.load64_splat(left, 24);
    a3 = multiplyAdd(factor, low, a3);
    b3 = multiplyAdd(factor, high, b3);
  }
  v128.store(sum, a0);
  v128.store(sum, b0, 16);
  v128.store(sum + rowBytes, a1);
  v128.store(sum + rowBytes, b1, 16);
  v128.store(sum + 2 * rowBytes, a2);
  v128.store(sum + 2 * rowBytes, b2, 16);
  v128.store(sum + 3 * rowBytes, a3);
  v128.store(sum + 3 * rowBytes, b3, 16);
}

/**
 * One chunk's part of YtY: partial (K x K) = the sum of y yT over rows `from` to `to` - 1 of Y. Rows of zeros, which
 * those without plays have, are left out.
 *
 * @param panelRows rows widened at a time
 * @param scratch (panelRows x K) float64
 */
export function sumGramChunk(
  partial: usize,
  y: usize,
  from: usize,
  to: usize,
  stride: usize,
  panelRows: usize,
  scratch: usize,
): void {
  memory.fill(partial, 0, stride * stride * 8);
  const rowBytes = stride << 2;
  let n: usize = 0;
  for (let row = from; row < to; row++) {
    const source = y + row * rowBytes;
    if (isZero(source, rowBytes)) continue;
    widenRow(scratch + n * (rowBytes << 1), source, stride, 1);
    n++;
    if (n < panelRows) continue;
    addPanelProduct(partial, scratch, scratch, n, stride);
    n = 0;
  }
  addPanelProduct(partial, scratch, scratch, n, stride);
}

/**
 * Row `row` of gram = weight * the sum of all chunks' partials, chunk by chunk.
 * Entries left of the diagonal blocks come from their mirror image.
 */
export function sumGramRow(
  gram: usize,
  partials: usize,
  chunks: usize,
  row: usize,
  stride: usize,
  weight: f64,
): void {
  const partialBytes = (stride * stride) << 3;
  const end = partials + chunks * partialBytes;
  for (let column: usize = 0; column < stride; column++) {
    const stored = column >> 2 >= row >> 2;
    const offset = (stored ? row * stride + column : column * stride + row) << 3;
    let sum: f64 = 0;
    for (let partial = partials; partial < end; partial += partialBytes) sum += load<f64>(partial + offset);
    store<f64>(gram + ((row * stride + column) << 3), weight * sum);
  }
}
