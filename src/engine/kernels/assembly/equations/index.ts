// The kernel of equations: what the host calls. Pointers and sizes only: every buffer lies where the host's layout put
// it, nothing is allocated, nothing but the memory is imported. Shapes: factors F, W as many in double precision,
// rounded up to a multiple of four with zeros.

/**
 * Adds the sum of y yT over rows to the lower triangle of a matrix, each element as equations/row-solver.ts does:
 * four rows make a sum ((0 + 1) + (2 + 3)), which is added.
 *
 * @param rows (4 groups x F) float32, and 12 bytes more that can be read
 * @param wide (4 groups x W) float64, overwritten
 * @param matrix (W x W) float64; above the diagonal some elements are added to, too
 */
export function addSquares(rows: usize, groups: usize, factors: usize, wide: usize, matrix: usize): void {
  const width = (factors + 3) & ~3;
  widen(rows, groups * 4, factors, wide, width);
  const end = wide + groups * width * 32;
  for (let f: usize = 0; f < width; f += 4) {
    for (let g: usize = 0; g < f + 4; g += 2) addTile(wide, end, width, f, g, matrix);
  }
}

/** Four rows of the matrix and two columns. */
function addTile(wide: usize, end: usize, width: usize, f: usize, g: usize, matrix: usize): void {
  const rowBytes = width << 3;
  const place = matrix + f * rowBytes + (g << 3);
  let sum0 = v128.load(place);
  let sum1 = v128.load(place + rowBytes);
  let sum2 = v128.load(place + 2 * rowBytes);
  let sum3 = v128.load(place + 3 * rowBytes);
  let x = wide + (f << 3);
  const toY = (g - f) << 3;
  const stop = end + (f << 3);
  while (x < stop) {
    const x1 = x + rowBytes;
    const x2 = x1 + rowBytes;
    const x3 = x2 + rowBytes;
    const y0 = v128.load(x + toY);
    const y1 = v128.load(x1 + toY);
    const y2 = v128.load(x2 + toY);
    const y3 = v128.load(x3 + toY);
    sum0 = f64x2.add(sum0, four(x, x1, x2, x3, y0, y1, y2, y3));
    sum1 = f64x2.add(sum1, four(x + 8, x1 + 8, x2 + 8, x3 + 8, y0, y1, y2, y3));
    sum2 = f64x2.add(sum2, four(x + 16, x1 + 16, x2 + 16, x3 + 16, y0, y1, y2, y3));
    sum3 = f64x2.add(sum3, four(x + 24, x1 + 24, x2 + 24, x3 + 24, y0, y1, y2, y3));
    x = x3 + rowBytes;
  }
  v128.store(place, sum0);
  v128.store(place + rowBytes, sum1);
  v128.store(place + 2 * rowBytes, sum2);
  v128.store(place + 3 * rowBytes, sum3);
}

function four(x0: usize, x1: usize, x2: usize, x3: usize, y0: v128, y1: v128, y2: v128, y3: v128): v128 {
  return f64x2.add(
    f64x2.add(f64x2.mul(v128.load64_splat(x0), y0), f64x2.mul(v128.load64_splat(x1), y1)),
    f64x2.add(f64x2.mul(v128.load64_splat(x2), y2), f64x2.mul(v128.load64_splat(x3), y3)),
  );
}

function widen(rows: usize, count: usize, factors: usize, wide: usize, width: usize): void {
  for (let row: usize = 0; row < count; row++) {
    const from = rows + row * (factors << 2);
    const to = wide + row * (width << 3);
    for (let f: usize = 0; f < width; f += 2) {
      v128.store(to + (f << 3), f64x2.promote_low_f32x4(v128.load64_zero(from + (f << 2))));
    }
    for (let f = factors; f < width; f++) store<f64>(to + (f << 3), 0);
  }
}
