import { formatCount } from '../../util/format.js';
import { allocateOwnMemory } from '../kernels/memory.js';
import { checkFits, memoryPlaces } from '../kernels/memory-layout.js';
import { SIMILAR_BYTES } from '../kernels/similar-bytes.js';
import { type OwnWasmMemory, wasm } from '../kernels/web-assembly.js';

/** Rows of a strip, the unit in which the kernel stores and scans them. */
const STRIP_ROWS = 8;

/** Strips scanned at a time, at most: 16,384 rows. */
const TILE_STRIPS = 2048;

/** Float32 numbers quantised at a time, about: they stay in a core's cache. */
const CHUNK_VALUES = 65536;

/** Strips of the first tile, for which there is no floor yet: all its rows are found. */
const FIRST_STRIPS = 32;

/**
 * How many bytes of copies a scan keeps at most. Touching new memory costs more than making the copies, so the
 * first scans share that cost.
 */
const KEPT_BYTES = 4 * 2 ** 20;

/**
 * A matrix with int8 copies of its rows, which quickly rule out the rows that are not similar to one. The copies
 * are made as rows are scanned, and kept in WebAssembly memory: a byte for each number and four for each row.
 */
export class QuantisedRows {
  /** (R x F) row-major */
  readonly vectors: Float32Array;
  readonly factors: number;
  /** R */
  readonly rows: number;
  /** (F) what a scan compares rows with; the caller fills it */
  readonly query: Int16Array;
  readonly #layout: SimilarLayout;
  readonly #kernel: SimilarKernel;
  readonly #chunk: Float32Array;
  readonly #found: Int32Array;
  /** How many strips are kept: the first ones. */
  #kept = 0;

  /**
   * @param vectors (R x F) row-major; they must not change
   * @throws InputError where the copies need more than 4 GiB
   */
  constructor(vectors: Float32Array, factors: number) {
    this.vectors = vectors;
    this.factors = factors;
    this.rows = vectors.length / factors;
    const layout = layOutSimilar(this.rows, factors);
    const memory = allocateOwnMemory(layout.totalBytes);
    const { buffer } = memory;
    this.#layout = layout;
    this.#kernel = bindSimilarKernel(memory);
    this.query = new Int16Array(buffer, layout.query, factors);
    this.#chunk = new Float32Array(buffer, layout.chunk, layout.chunkStrips * STRIP_ROWS * factors);
    this.#found = new Int32Array(buffer, layout.found, TILE_STRIPS * STRIP_ROWS);
  }

  /**
   * Finds the rows whose cosine with the query may be above a floor, in rising order; some others too.
   *
   * @param doubt how far a product of the query with a copy may be too low
   * @param floor the least product of the query with a row of length 1; asked tile by tile, as it rises
   * @param take called with each row found
   */
  scan(doubt: number, floor: () => number, take: (row: number) => void): void {
    const { strips, stripBytes, query, queryEnd, found } = this.#layout;
    const keepUntil = this.#kept + Math.ceil(KEPT_BYTES / stripBytes);
    for (let from = 0, size = FIRST_STRIPS; from < strips; size = Math.min(2 * size, TILE_STRIPS)) {
      const end = Math.min(from + size, this.#endOfRun(from));
      const place = this.#placeOf(from, end, keepUntil);
      const placeEnd = place + (end - from) * stripBytes;
      const count = this.#kernel.findCandidates(place, placeEnd, query, queryEnd, doubt, floor(), found);
      for (let i = 0; i < count; i++) take(from * STRIP_ROWS + this.#found[i]);
      from = end;
    }
  }

  /** How far the strips from one on are kept, or can be made at a time. */
  #endOfRun(from: number): number {
    return from < this.#kept ? this.#kept : Math.min(from + this.#layout.chunkStrips, this.#layout.strips);
  }

  /** Where strips lie, made if they are not kept. */
  #placeOf(from: number, end: number, keepUntil: number): number {
    const { kept, passing, chunk, stripBytes } = this.#layout;
    const keptPlace = kept + from * stripBytes;
    if (from < this.#kept) return keptPlace;
    const place = from < keepUntil ? keptPlace : passing;
    const first = from * STRIP_ROWS;
    const behind = Math.min(end * STRIP_ROWS, this.rows);
    this.#chunk.set(this.vectors.subarray(first * this.factors, behind * this.factors));
    this.#kernel.quantiseRows(chunk, place, behind - first, this.factors);
    if (place === keptPlace) this.#kept = end;
    return place;
  }
}

/** Where everything lies in the memory of quantised rows: byte offsets. */
interface SimilarLayout {
  /** (factors, rounded up to a multiple of 4) int16 */
  readonly query: number;
  readonly queryEnd: number;
  /** (rows of a tile) int32 */
  readonly found: number;
  /** strips quantised at a time */
  readonly chunkStrips: number;
  /** (rows of a chunk x factors) float32, and a register's worth that may be read behind them */
  readonly chunk: number;
  /** (chunkStrips x stripBytes) strips that are not kept */
  readonly passing: number;
  readonly stripBytes: number;
  /** strips that hold all rows */
  readonly strips: number;
  /** (strips x stripBytes) */
  readonly kept: number;
  readonly totalBytes: number;
}

/**
 * Lays quantised rows out in WebAssembly memory.
 *
 * @throws InputError where they need more than the 4 GiB that memory can have
 */
function layOutSimilar(rows: number, factors: number): SimilarLayout {
  const { place, total } = memoryPlaces();
  const groups = Math.ceil(factors / 4);
  // A float32 for each row, then four int8 of each row for each group of factors.
  const stripBytes = STRIP_ROWS * (4 + 4 * groups);
  const strips = Math.ceil(rows / STRIP_ROWS);
  const chunkStrips = Math.ceil(CHUNK_VALUES / (STRIP_ROWS * factors));
  const query = place(8 * groups);
  const layout = {
    query,
    queryEnd: query + 8 * groups,
    found: place(4 * STRIP_ROWS * TILE_STRIPS),
    chunkStrips,
    chunk: place(4 * STRIP_ROWS * chunkStrips * factors + 16),
    passing: place(chunkStrips * stripBytes),
    stripBytes,
    strips,
    kept: place(strips * stripBytes),
    totalBytes: total(),
  };
  checkFits(
    layout.totalBytes,
    `comparing ${formatCount(rows)} rows of ${formatCount(factors)} factors`,
    () => 'train with fewer factors',
  );
  return layout;
}

/** The functions of the compiled kernel, in pointers and sizes; `kernels/assembly/similar` says what each does. */
interface SimilarKernel {
  quantiseRows(vectors: number, strips: number, rows: number, factors: number): void;
  findCandidates(
    strips: number,
    end: number,
    query: number,
    queryEnd: number,
    doubt: number,
    floor: number,
    found: number,
  ): number;
}

/**
 * The kernel on a memory. Compiling it takes a fraction of a millisecond, and V8 knows the bytes again; browsers
 * allow it on the main thread because it is smaller than 4 KB.
 */
function bindSimilarKernel(memory: OwnWasmMemory): SimilarKernel {
  return new wasm.Instance(new wasm.Module(SIMILAR_BYTES), { env: { memory } }).exports as SimilarKernel;
}
