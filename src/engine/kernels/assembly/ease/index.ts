import { multiplyAdd } from '../als/vector';

// What the host calls, as in ../als/index.ts.
//
// Shapes: A (M x M) float64, symmetric, of which the lower triangle is kept; a panel of at most W of its columns, C
// (M x W) float64, in tiles: of each four rows, column by column, the four values. Panels begin at whole tiles.

/** W, as in `baselines/ease/inverse-job.ts`. */
const PANEL_COLUMNS: usize = 32;

const COLUMN_BYTES: usize = 4 * 8;

const TILE_BYTES: usize = PANEL_COLUMNS * COLUMN_BYTES;

/**
 * Sweeps every `step`-th row tile of A from row `first` on: with H = C times the swept block -D^-1, columns of the panel
 * become -h_i, all others a_ij + h_i . c_j. The panel's own rows are left alone.
 *
 * @param swept (W x W) float64, -D^-1 at its left
 * @param tile float64, room for a tile of H
 */
export function sweepRows(
  matrix: usize,
  size: usize,
  columns: usize,
  swept: usize,
  tile: usize,
  panel: usize,
  width: usize,
  first: usize,
  step: usize,
): void {
  for (let row = first; row < size; row += step) {
    if (row >= panel && row < panel + width) continue;
    multiplyTile(tile, columns + (row >> 2) * TILE_BYTES, swept, width);
    const rows = min<usize>(4, size - row);
    putColumns(matrix, size, tile, row, rows, panel, width);
    addColumns(matrix, size, columns, tile, row, rows, 0, min(panel, row + 4), width);
    if (row > panel) addColumns(matrix, size, columns, tile, row, rows, panel + width, row + 4, width);
  }
}

/** h = c times the swept block, four columns at a time; what lies beyond `width` is never read. */
function multiplyTile(h: usize, c: usize, swept: usize, width: usize): void {
  for (let k: usize = 0; k < width; k += 4) {
    const part = h + k * COLUMN_BYTES;
    for (let at = part; at < part + 4 * COLUMN_BYTES; at += 16) v128.store(at, f64x2.splat(0));
    addTile(part, COLUMN_BYTES, swept + (k << 3), PANEL_COLUMNS << 3, c, width);
  }
}

/** The panel's columns of a tile's rows: -h, within the triangle. */
function putColumns(
  matrix: usize,
  size: usize,
  h: usize,
  row: usize,
  rows: usize,
  panel: usize,
  width: usize,
): void {
  for (let r: usize = 0; r < rows; r++) {
    const i = row + r;
    for (let k: usize = 0; k < width; k++) {
      const j = panel + k;
      const place = i > j ? i * size + j : j * size + i;
      store<f64>(matrix + (place << 3), -load<f64>(h + k * COLUMN_BYTES + (r << 3)));
    }
  }
}

/** a_ij + h_i . c_j for a tile's rows and columns `from` to `to` - 1, whole tiles of them: also above the diagonal. */
function addColumns(
  matrix: usize,
  size: usize,
  columns: usize,
  h: usize,
  row: usize,
  rows: usize,
  from: usize,
  to: usize,
  width: usize,
): void {
  const whole = rows === 4;
  for (let j = from; j < to; j += 4) {
    const target = matrix + ((row * size + j) << 3);
    const c = columns + (j >> 2) * TILE_BYTES;
    if (whole) addTile(target, size << 3, h, COLUMN_BYTES, c, width);
    // Of the last rows, the columns that a whole tile would have beyond them belong to nobody.
    else addRows(target, size << 3, h, c, width, rows, min<usize>(4, size - j));
  }
}

/**
 * Adds to four rows of a target, each of four values, the products of a column of c with its four factors, for each of
 * `width` columns. The target stays in eight registers while they pass.
 *
 * @param factors of the first column; those of the next are `factorBytes` behind
 */
function addTile(
  target: usize,
  rowBytes: usize,
  factors: usize,
  factorBytes: usize,
  c: usize,
  width: usize,
): void {
  let a0 = v128.load(target);
  let b0 = v128.load(target, 16);
  let a1 = v128.load(target + rowBytes);
  let b1 = v128.load(target + rowBytes, 16);
  let a2 = v128.load(target + 2 * rowBytes);
  let b2 = v128.load(target + 2 * rowBytes, 16);
  let a3 = v128.load(target + 3 * rowBytes);
  let b3 = v128.load(target + 3 * rowBytes, 16);
  for (const end = c + width * COLUMN_BYTES; c < end; c += COLUMN_BYTES, factors += factorBytes) {
    const low = v128.load(c);
    const high = v128.load(c, 16);
    let factor = v128.load64_splat(factors);
    a0 = multiplyAdd(factor, low, a0);
    b0 = multiplyAdd(factor, high, b0);
    factor = v128.load64_splat(factors, 8);
    a1 = multiplyAdd(factor, low, a1);
    b1 = multiplyAdd(factor, high, b1);
    factor = v128.load64_splat(factors, 16);
    a2 = multiplyAdd(factor, low, a2);
    b2 = multiplyAdd(factor, high, b2);
    factor = v128.load64_splat(factors, 24);
    a3 = multiplyAdd(factor, low, a3);
    b3 = multiplyAdd(factor, high, b3);
  }
  v128.store(target, a0);
  v128.store(target, b0, 16);
  v128.store(target + rowBytes, a1);
  v128.store(target + rowBytes, b1, 16);
  v128.store(target + 2 * rowBytes, a2);
  v128.store(target + 2 * rowBytes, b2, 16);
  v128.store(target + 3 * rowBytes, a3);
  v128.store(target + 3 * rowBytes, b3, 16);
}

function addRows(
  target: usize,
  rowBytes: usize,
  h: usize,
  c: usize,
  width: usize,
  rows: usize,
  columns: usize,
): void {
  for (let r: usize = 0; r < rows; r++) {
    for (let j: usize = 0; j < columns; j++) {
      const place = target + r * rowBytes + (j << 3);
      let sum = load<f64>(place);
      for (let k: usize = 0; k < width; k++) {
        sum += load<f64>(h + k * COLUMN_BYTES + (r << 3)) * load<f64>(c + k * COLUMN_BYTES + (j << 3));
      }
      store<f64>(place, sum);
    }
  }
}
