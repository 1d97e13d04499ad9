import { type OwnWasmMemory, wasm } from '../../../util/web-assembly.js';
import { EQUATIONS_BYTES } from '../../kernels/equations-bytes.js';
import { allocateOwnMemory } from '../../kernels/memory.js';
import { checkFits, memoryPlaces } from '../../kernels/memory-layout.js';
import { addSquares, type HeldVectors, startOf } from './held-vectors.js';

// Shapes: held rows H, factors F; W is F rounded up to a multiple of four.

/** Rows added by a call of the kernel: V8 makes a function fast once it has been called often. */
const CHUNK_ROWS = 128;

/** Multiplications that JavaScript does in a few milliseconds: too few for a memory of their own. */
const FEW_MULTIPLICATIONS = 2 ** 22;

/**
 * The sum of y yT over all held vectors, in double precision: the same bits with WebAssembly, which takes a quarter of
 * the time, and where it is not allowed.
 *
 * @returns (F x F) row-major, of which the lower triangle is filled
 * Cost: H F^2 / 2 multiplications; 0.1 s for 292,364 vectors of 64 factors.
 */
export function gramOf(held: HeldVectors): Float64Array {
  const rows = held.vectors.length / held.stride;
  const isLarge = rows * held.factors ** 2 > FEW_MULTIPLICATIONS;
  return (isLarge ? gramByKernel(held, rows) : undefined) ?? gramInline(held, rows);
}

function gramInline(held: HeldVectors, rows: number): Float64Array {
  const { factors } = held;
  const gram = new Float64Array(factors * factors);
  const all = Int32Array.from({ length: rows }, (_, row) => row);
  addSquares(gram, new Float64Array(4 * factors), held, all, new Float64Array(rows).fill(1));
  return gram;
}

/** Undefined where WebAssembly is not allowed. */
function gramByKernel(held: HeldVectors, rows: number): Float64Array | undefined {
  const { factors } = held;
  const width = 4 * Math.ceil(factors / 4);
  const { place, total } = memoryPlaces();
  const matrix = place(8 * width * width);
  const wide = place(8 * CHUNK_ROWS * width);
  // A register's worth may be read behind the rows.
  const chunk = place(4 * CHUNK_ROWS * factors + 16);
  checkFits(total(), `a matrix of ${factors} x ${factors} factors`, () => 'train with fewer factors');
  const memory = allocateOwnMemory(total());
  const kernel = bindKernel(memory);
  if (kernel === undefined) return undefined;
  for (let from = 0; from < rows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - from);
    copyRows(held, from, new Float32Array(memory.buffer, chunk, CHUNK_ROWS * factors), count);
    kernel.addSquares(chunk, Math.ceil(count / 4), factors, wide, matrix);
  }
  return lowerTriangle(new Float64Array(memory.buffer, matrix, width * width), factors, width);
}

/** Copies held vectors, followed by zeros. */
function copyRows(held: HeldVectors, from: number, chunk: Float32Array, count: number): void {
  const { vectors, factors, stride } = held;
  if (stride === factors) chunk.set(vectors.subarray(from * factors, (from + count) * factors));
  else {
    for (let i = 0; i < count; i++) {
      const start = startOf(held, from + i);
      chunk.set(vectors.subarray(start, start + factors), i * factors);
    }
  }
  chunk.fill(0, count * factors);
}

function lowerTriangle(matrix: Float64Array, factors: number, width: number): Float64Array {
  const lower = new Float64Array(factors * factors);
  for (let row = 0; row < factors; row++) {
    lower.set(matrix.subarray(row * width, row * width + row + 1), row * factors);
  }
  return lower;
}

/** The functions of the compiled kernel, in pointers and sizes; assembly/equations says what each does. */
interface EquationsKernel {
  addSquares(rows: number, groups: number, factors: number, wide: number, matrix: number): void;
}

function bindKernel(memory: OwnWasmMemory): EquationsKernel | undefined {
  try {
    const module = new wasm.Module(EQUATIONS_BYTES);
    return new wasm.Instance(module, { env: { memory } }).exports as EquationsKernel;
  } catch {
    return undefined;
  }
}
