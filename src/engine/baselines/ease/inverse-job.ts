import { type WasmMemory, type WasmModule, wasm } from '../../../util/web-assembly.js';
import { memoryPlaces } from '../../kernels/memory-layout.js';

// Shapes: matrix A (M x M), symmetric and positive definite, of which the lower triangle is kept; panel of W columns.

/** W, as in the kernel: two panels of 2,000 rows stay in the processor's cache. */
export const PANEL_COLUMNS = 32;

/** Rows whose values of a column lie side by side. */
const TILE_ROWS = 4;

const DOUBLE = Float64Array.BYTES_PER_ELEMENT;

/** In-place inversion of a symmetric, positive definite matrix. */
export interface InverseJob {
  readonly kind: 'inverse';
  readonly size: number;
  readonly module: WasmModule;
  /** With the matrix, see {@link layOutInverse}. */
  readonly memory: WasmMemory;
}

/**
 * A step for the panel that begins at column `panel`: one thread takes the panel, then all threads sweep the other rows.
 * After the last, all threads mirror the triangle.
 */
export interface InverseStep {
  readonly step: 'take' | 'sweep' | 'mirror';
  readonly panel: number;
}

/** Byte offsets in the memory of an inversion. */
interface InverseLayout {
  /** (M x M) row-major; the lower triangle of A becomes all of A^-1 */
  readonly matrix: number;
  /** (M x W) C, the columns of the panel, in tiles of four rows, in each column by column */
  readonly columns: number;
  /** (W x W) -D^-1, with D the block of the panel on the diagonal */
  readonly swept: number;
  /** (threads) a tile of each */
  readonly tiles: readonly number[];
  readonly totalBytes: number;
}

/** Where everything lies; the matrix itself does not depend on the number of threads. */
export function layOutInverse(size: number, threads: number): InverseLayout {
  const { place, total } = memoryPlaces();
  const tiles = Math.ceil(size / TILE_ROWS);
  const tileBytes = TILE_ROWS * PANEL_COLUMNS * DOUBLE;
  return {
    matrix: place(size * size * DOUBLE),
    columns: place(tiles * tileBytes),
    swept: place(PANEL_COLUMNS * PANEL_COLUMNS * DOUBLE),
    tiles: Array.from({ length: threads }, () => place(tileBytes)),
    totalBytes: total(),
  };
}

/** The function of the compiled kernel, in pointers and sizes; `kernels/assembly/ease` says what it does. */
interface InverseKernel {
  sweepRows(
    matrix: number,
    size: number,
    columns: number,
    swept: number,
    tile: number,
    panel: number,
    width: number,
    first: number,
    step: number,
  ): void;
}

/**
 * What a thread does for an {@link InverseJob}. Sweeping A on a panel K (Goodnight 1979, "A tutorial on the SWEEP
 * operator", in its symmetric form and by blocks) replaces D by -D^-1, C by G = C D^-1, and every other a_ij by
 * a_ij - g_i . c_j; after all panels A has become -A^-1, whose sign changes as it is mirrored. Each value is computed by
 * one thread and always in the same order, so that results do not depend on threads.
 */
export function startInverse(job: InverseJob, thread: number, threads: number): (task: InverseStep) => void {
  const { size, module, memory } = job;
  const layout = layOutInverse(size, threads);
  const { sweepRows } = new wasm.Instance(module, { env: { memory } }).exports as InverseKernel;
  const matrix = new Float64Array(memory.buffer, layout.matrix, size * size);
  return ({ step, panel }) => {
    const width = Math.min(PANEL_COLUMNS, size - panel);
    if (step === 'take') takePanel(job, layout, panel, width);
    else if (step === 'sweep') {
      const [first, every] = [TILE_ROWS * thread, TILE_ROWS * threads];
      const { columns, swept, tiles } = layout;
      sweepRows(layout.matrix, size, columns, swept, tiles[thread], panel, width, first, every);
    } else for (let row = thread; row < size; row += threads) mirrorRow(matrix, size, row);
  };
}

/** Copies the panel's columns, and sweeps its block on the diagonal, here and in the matrix. */
function takePanel({ size, memory }: InverseJob, layout: InverseLayout, panel: number, width: number): void {
  const matrix = new Float64Array(memory.buffer, layout.matrix, size * size);
  const tiles = Math.ceil(size / TILE_ROWS);
  const columns = new Float64Array(memory.buffer, layout.columns, tiles * TILE_ROWS * PANEL_COLUMNS);
  const swept = new Float64Array(memory.buffer, layout.swept, PANEL_COLUMNS * PANEL_COLUMNS);
  for (let i = 0; i < size; i++) {
    const tile = (i - (i % TILE_ROWS)) * PANEL_COLUMNS + (i % TILE_ROWS);
    for (let k = 0; k < width; k++) {
      const j = panel + k;
      const value = matrix[i >= j ? i * size + j : j * size + i];
      columns[tile + k * TILE_ROWS] = value;
      if (i >= panel && i < panel + width) swept[(i - panel) * PANEL_COLUMNS + k] = value;
    }
  }
  sweep(swept, width);
  for (let i = 0; i < width; i++) {
    const row = swept.subarray(i * PANEL_COLUMNS, i * PANEL_COLUMNS + i + 1);
    matrix.set(row, (panel + i) * size + panel);
  }
}

/** Replaces the (width x width) block D at the left of a (width x W) one by -D^-1, a column at a time. */
function sweep(block: Float64Array, width: number): void {
  const at = (i: number, j: number) => i * PANEL_COLUMNS + j;
  for (let k = 0; k < width; k++) {
    const pivot = block[at(k, k)];
    for (let i = 0; i < width; i++) {
      if (i === k) continue;
      const scale = block[at(i, k)] / pivot;
      for (let j = 0; j < width; j++) if (j !== k) block[at(i, j)] -= scale * block[at(k, j)];
    }
    for (let i = 0; i < width; i++) {
      block[at(i, k)] /= pivot;
      block[at(k, i)] = block[at(i, k)];
    }
    block[at(k, k)] = -1 / pivot;
  }
}

/** Turns the sign of a row of the lower triangle, and copies it to the column above the diagonal. */
function mirrorRow(matrix: Float64Array, size: number, row: number): void {
  for (let j = 0; j <= row; j++) {
    const value = -matrix[row * size + j];
    matrix[row * size + j] = value;
    matrix[j * size + row] = value;
  }
}
