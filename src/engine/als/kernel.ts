import { type AnyWasmMemory, type WasmModule, wasm } from '../../util/web-assembly.js';

/** The functions of the compiled kernel, in pointers and sizes; `kernels/assembly/als` says what each does. */
export interface Kernel {
  solveByConjugateGradient(
    from: number,
    to: number,
    isSkipped: number,
    indptr: number,
    indices: number,
    values: number,
    regularization: number,
    x: number,
    y: number,
    spectrum: number,
    stride: number,
    unobserved: number,
    steps: number,
    relaxation: number,
    light: number,
    scratch: number,
  ): number;
  solveByCholesky(
    from: number,
    to: number,
    indptr: number,
    indices: number,
    values: number,
    regularization: number,
    x: number,
    y: number,
    gram: number,
    stride: number,
    factors: number,
    unobserved: number,
    panelRows: number,
    scratch: number,
  ): number;
  beginRows(
    artists: number,
    from: number,
    to: number,
    states: number,
    regularization: number,
    x: number,
    spectrum: number,
    stride: number,
  ): void;
  addStretch(
    visits: number,
    from: number,
    to: number,
    states: number,
    columnsFrom: number,
    columnsTo: number,
    indices: number,
    values: number,
    y: number,
    stride: number,
    unobserved: number,
    goal: number,
    light: number,
    scratch: number,
  ): void;
  turnRows(
    artists: number,
    from: number,
    to: number,
    states: number,
    isResidual: boolean,
    regularization: number,
    spectrum: number,
    stride: number,
  ): void;
  endRows(
    artists: number,
    from: number,
    to: number,
    states: number,
    x: number,
    stride: number,
    relaxation: number,
  ): number;
  sumGramChunk(
    partial: number,
    y: number,
    from: number,
    to: number,
    stride: number,
    panelRows: number,
    scratch: number,
  ): void;
  sumGramRow(
    gram: number,
    partials: number,
    chunks: number,
    row: number,
    stride: number,
    weight: number,
  ): void;
  rotateRows(from: number, to: number, x: number, matrix: number, stride: number, scratch: number): void;
  sumRowLoss(
    from: number,
    to: number,
    indptr: number,
    indices: number,
    values: number,
    regularization: number,
    x: number,
    y: number,
    gram: number,
    stride: number,
    unobserved: number,
    sink: number,
  ): number;
  sumPenalty(from: number, to: number, regularization: number, x: number, stride: number): number;
}

/** The kernel on a training's memory. */
export function bindKernel(module: WasmModule, memory: AnyWasmMemory): Kernel {
  return new wasm.Instance(module, { env: { memory } }).exports as Kernel;
}
