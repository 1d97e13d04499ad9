import { formatCount } from '../../util/format.js';
import { type OwnWasmMemory, wasm } from '../../util/web-assembly.js';
import { takingTurns } from '../../util/work.js';
import { allocateOwnMemory } from '../kernels/memory.js';
import { checkFits, memoryPlaces } from '../kernels/memory-layout.js';
import { ONE_QUERY_BYTES } from '../kernels/one-query-bytes.js';
import { doubtOf, LENGTH, strideOf } from './rounding-bound.js';

// Shapes: rows R, factors F.

/** Rows of a strip of int8. */
const STRIP_ROWS = 16;

/** Strips scanned at a time, at most: 16,384 rows. */
const TILE_STRIPS = 1024;

/** Float32 numbers quantised at a time, about: they stay in a core's cache. */
const CHUNK_VALUES = 65536;

/** Strips of the first tile, for which there is no floor yet: all its rows are found. */
const FIRST_STRIPS = 16;

/**
 * How many bytes of copies a scan keeps at most. Touching new memory costs more than making the copies, so the
 * first scans share that cost.
 */
const KEPT_BYTES = 8 * 2 ** 20;

/** What the largest factor of a row's copy is. */
const LARGEST = 127;

/** What float32 arithmetic takes from a bound, at most, as a share of it for each factor; several times over. */
const FLOAT32_LOSS = 2e-6;

/** About the largest float32. */
const MOST = 3e38;

/** What rows are compared with. */
export interface Query {
  /** (F) not of zeros, finite */
  readonly vector: Float32Array;
  /** its length */
  readonly norm: number;
  /** What makes a row's score: its product with the vector, or their cosine. */
  readonly by: 'cosine' | 'product';
  /** (R) what products above 0 are divided by, and those below multiplied; undefined where nothing is */
  readonly divisors?: Float64Array;
}

/**
 * A matrix with int8 copies of its rows, which quickly rule out those that are not among the best. The copies are
 * made as rows are scanned, and kept in WebAssembly memory: a byte for each number and eight for each row.
 *
 * Where WebAssembly is not allowed, as in a page that does not train, no row is ruled out.
 */
export class Catalogue {
  /** (R x F) row-major */
  readonly vectors: Float32Array;
  readonly factors: number;
  /** R */
  readonly rows: number;
  readonly #layout: CatalogueLayout;
  readonly #buffer: ArrayBuffer;
  readonly #kernel: OneQueryKernel | undefined;
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
    this.#layout = layOut(this.rows, factors);
    const memory = allocateOwnMemory(this.#layout.totalBytes);
    this.#buffer = memory.buffer;
    this.#kernel = bindKernel(memory);
  }

  /**
   * Finds the rows whose score may be above one, in rising order; some others too. By cosine, a row of zeros has no
   * score, nor has one that is not finite.
   *
   * With s a row stretched and Q the query, s.Q is the cosine times |s| |Q|, and the product times what both were
   * stretched by: a floor is multiplied by |s|, which heads the row's strip, or by the row's stretch.
   *
   * @param toBeat the score; asked again and again, as it rises
   * @param take called with each row found
   */
  scan(query: Query, toBeat: () => number, take: (row: number) => void): void {
    if (this.#kernel === undefined) {
      for (let row = 0; row < this.rows; row++) take(row);
      return;
    }
    const { strips, stripBytes, query: queryPlace, queryEnd } = this.#layout;
    this.#placeQuery(query);
    const floor = () => floorOf(query, toBeat(), this.factors);
    const doubt = doubtOf(this.factors, LARGEST * Math.sqrt(this.factors));
    const found = new Int32Array(this.#buffer, this.#layout.found, TILE_STRIPS * STRIP_ROWS);
    const keepUntil = this.#kept + Math.ceil(KEPT_BYTES / stripBytes);
    for (let from = 0, size = FIRST_STRIPS; from < strips; size = Math.min(2 * size, TILE_STRIPS)) {
      const end = Math.min(from + size, this.#endOfRun(from));
      const tile = this.#tileAt(this.#kernel, from, end, keepUntil);
      const weights = this.#weightsOf(query, tile, from, end);
      const count = this.#kernel.findCandidates(
        tile.strips,
        tile.strips + (end - from) * stripBytes,
        weights.place,
        weights.step,
        queryPlace,
        queryEnd,
        doubt,
        floor(),
        found.byteOffset,
      );
      for (let i = 0; i < count; i++) take(from * STRIP_ROWS + found[i]);
      from = end;
    }
  }

  /**
   * Makes the copies that are not made yet, so that the next scan need not. Yields the thread now and then.
   *
   * Cost: a pass over the vectors; 40 ms for 292,364 rows of 128 factors, most of it new memory.
   */
  async prepare(signal?: AbortSignal): Promise<void> {
    const turn = takingTurns(signal);
    const { strips } = this.#layout;
    while (this.#kernel !== undefined && this.#kept < strips) {
      this.#tileAt(this.#kernel, this.#kept, this.#endOfRun(this.#kept), strips);
      await turn();
    }
  }

  #placeQuery({ vector, norm }: Query): void {
    const copy = new Int16Array(this.#buffer, this.#layout.query, this.factors);
    for (let f = 0; f < copy.length; f++) copy[f] = Math.round((vector[f] / norm) * LENGTH);
  }

  /** How far the strips from one on are kept, or can be made at a time. */
  #endOfRun(from: number): number {
    return from < this.#kept ? this.#kept : Math.min(from + this.#layout.chunkStrips, this.#layout.strips);
  }

  /** Where strips lie, made if they are not kept. */
  #tileAt(kernel: OneQueryKernel, from: number, end: number, keepUntil: number): StripPlaces {
    const { kept, passing, chunk, stripBytes } = this.#layout;
    const keptTile = {
      stretches: kept.stretches + from * HEAD_BYTES,
      strips: kept.strips + from * stripBytes,
    };
    const tile = from < keepUntil ? keptTile : passing;
    if (from >= this.#kept) {
      const rows = this.vectors.subarray(
        from * STRIP_ROWS * this.factors,
        Math.min(end * STRIP_ROWS, this.rows) * this.factors,
      );
      new Float32Array(this.#buffer, chunk, rows.length).set(rows);
      kernel.quantiseRows(chunk, rows.length / this.factors, this.factors, tile.stretches, tile.strips);
      if (from < keepUntil) this.#kept = end;
    }
    return tile;
  }

  /** The numbers that a floor is multiplied by for each row of a tile, and the bytes from those of a strip to the next. */
  #weightsOf({ by, divisors }: Query, { stretches, strips }: StripPlaces, from: number, end: number) {
    if (by === 'cosine') return { place: strips, step: this.#layout.stripBytes };
    if (divisors === undefined) return { place: stretches, step: HEAD_BYTES };
    const first = from * STRIP_ROWS;
    const given = new Float32Array(this.#buffer, stretches, (end - from) * STRIP_ROWS);
    const divided = new Float32Array(this.#buffer, this.#layout.divided, given.length);
    for (let i = 0; i < given.length; i++) divided[i] = given[i] * divisors[first + i];
    return { place: divided.byteOffset, step: HEAD_BYTES };
  }
}

/** Where strips lie, with what is known of their rows: byte offsets. */
interface StripPlaces {
  /** (rows) float32: what each row was multiplied by */
  readonly stretches: number;
  /** (strips x stripBytes) */
  readonly strips: number;
}

/** What s.Q must be above for a score above `toBeat`, divided by a row's weight. */
function floorOf({ by, norm, divisors }: Query, toBeat: number, factors: number): number {
  // Below 0 a score is multiplied where weights are for dividing.
  if (divisors !== undefined && toBeat < 0) return Number.NEGATIVE_INFINITY;
  const floor = toBeat * (by === 'cosine' ? LENGTH : LENGTH / norm);
  // A floor beyond float32 would be one that no row passes.
  return Math.min(MOST, floor * (1 - Math.sign(floor) * FLOAT32_LOSS * factors));
}

/** Where everything lies in the memory of a catalogue: byte offsets. */
interface CatalogueLayout {
  /** (K) int16 */
  readonly query: number;
  readonly queryEnd: number;
  /** (rows of a tile) int32 */
  readonly found: number;
  /** (rows of a tile) float32 */
  readonly divided: number;
  readonly stripBytes: number;
  /** strips quantised at a time */
  readonly chunkStrips: number;
  /** (rows of a chunk x F) float32, and a register's worth that may be read behind them */
  readonly chunk: number;
  /** a chunk's strips, which are not kept */
  readonly passing: StripPlaces;
  /** strips that hold all rows */
  readonly strips: number;
  /** all strips */
  readonly kept: StripPlaces;
  readonly totalBytes: number;
}

/** A float32 for each row of a strip. */
const HEAD_BYTES = STRIP_ROWS * 4;

/**
 * Lays a catalogue out in WebAssembly memory.
 *
 * @throws InputError where it needs more than the 4 GiB that memory can have
 */
function layOut(rows: number, factors: number): CatalogueLayout {
  const { place, total } = memoryPlaces();
  const stripBytes = HEAD_BYTES + STRIP_ROWS * strideOf(factors);
  const strips = Math.ceil(rows / STRIP_ROWS);
  const chunkStrips = Math.ceil(CHUNK_VALUES / (STRIP_ROWS * factors));
  const placeStrips = (count: number): StripPlaces => ({
    stretches: place(count * HEAD_BYTES),
    strips: place(count * stripBytes),
  });
  const query = place(2 * strideOf(factors));
  const layout = {
    query,
    queryEnd: query + 2 * strideOf(factors),
    found: place(TILE_STRIPS * HEAD_BYTES),
    divided: place(TILE_STRIPS * HEAD_BYTES),
    stripBytes,
    chunkStrips,
    chunk: place(4 * STRIP_ROWS * chunkStrips * factors + 16),
    passing: placeStrips(chunkStrips),
    strips,
    kept: placeStrips(strips),
    totalBytes: total(),
  };
  checkFits(
    layout.totalBytes,
    `comparing ${formatCount(rows)} rows of ${formatCount(factors)} factors`,
    () => 'train with fewer factors',
  );
  return layout;
}

/** The functions of the compiled kernel, in pointers and sizes; `one-query.ts` of the kernels says what each does. */
interface OneQueryKernel {
  quantiseRows(vectors: number, rows: number, factors: number, stretches: number, strips: number): void;
  findCandidates(
    strips: number,
    end: number,
    weights: number,
    step: number,
    query: number,
    queryEnd: number,
    doubt: number,
    floor: number,
    found: number,
  ): number;
}

/**
 * The kernel on a memory; undefined where WebAssembly is not allowed. Compiling it takes a fraction of a millisecond,
 * and V8 knows the bytes again; browsers allow it on the main thread because it is smaller than 4 KB.
 */
function bindKernel(memory: OwnWasmMemory): OneQueryKernel | undefined {
  try {
    return new wasm.Instance(new wasm.Module(ONE_QUERY_BYTES), { env: { memory } }).exports as OneQueryKernel;
  } catch {
    return undefined;
  }
}
