import { type WasmMemory, type WasmModule, wasm } from '../../../util/web-assembly.js';
import { type ComparisonSizes, layOutComparison, type Workplace } from './best-products-layout.js';

/**
 * For each row of (R x M) `left`: the rows of (C x M) `right` with the highest products. Shapes: at most K to a row.
 */
export interface BestProductsJob {
  readonly kind: 'best products';
  readonly module: WasmModule;
  /** With both matrices, see `writeComparison`. */
  readonly memory: WasmMemory;
  readonly sizes: ComparisonSizes;
  /** (R) how many were found. */
  readonly lengths: Int32Array;
  /** (R x K) the rows found, ascending. */
  readonly columns: Int32Array;
  /** (R x K) their products. */
  readonly products: Float32Array;
}

/** Rows `from` to `to` - 1. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** First all strips are filled, then rows are compared with them. */
export type BestProductsTask = { readonly strip: number } | RowRange;

/** The functions of the compiled kernel; `kernels/assembly/neighbours` says what they do. */
interface NeighboursKernel {
  fillStrip(comparison: number, strip: number): void;
  bestOfRows(comparison: number, workplace: number, from: number, to: number): void;
}

/**
 * What a thread does for a {@link BestProductsJob}: each row independently, so that results do not depend on threads.
 */
export function startBestProducts(job: BestProductsJob, thread: number): (task: BestProductsTask) => void {
  const { module, memory, sizes } = job;
  const layout = layOutComparison(sizes);
  const kernel = new wasm.Instance(module, { env: { memory } }).exports as NeighboursKernel;
  const workplace = layout.workplaces[thread];
  const lookUp = new Float64Array(sizes.right?.rows ?? sizes.left.rows);
  return (task) => {
    if ('strip' in task) {
      kernel.fillStrip(layout.comparison, task.strip);
      return;
    }
    kernel.bestOfRows(layout.comparison, workplace.record, task.from, task.to);
    for (let row = task.from; row < task.to; row++) copyFound(job, workplace, row, row - task.from, lookUp);
  };
}

/** Copies a row's heap, its rows ascending. */
function copyFound(
  job: BestProductsJob,
  workplace: Workplace,
  row: number,
  place: number,
  lookUp: Float64Array,
): void {
  const { buffer } = job.memory;
  const { count } = job.sizes;
  const [length] = new Int32Array(buffer, workplace.lengths + 4 * place, 1);
  const products = new Float64Array(buffer, workplace.products + 8 * place * count, length);
  const columns = job.columns.subarray(row * count, row * count + length);
  columns.set(new Int32Array(buffer, workplace.rows + 4 * place * count, length));
  for (let i = 0; i < length; i++) lookUp[columns[i]] = products[i];
  columns.sort();
  for (let i = 0; i < length; i++) job.products[row * count + i] = lookUp[columns[i]];
  job.lengths[row] = length;
}
