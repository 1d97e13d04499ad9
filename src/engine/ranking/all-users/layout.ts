import { InputError } from '../../../util/errors.js';
import { formatCount } from '../../../util/format.js';
import { type WasmMemory, type WasmModule, wasm } from '../../../util/web-assembly.js';
import { checkFits, memoryPlaces } from '../../kernels/memory-layout.js';
import { rowNorms } from '../products.js';
import type { Factorization } from '../recommend.js';
import { doubtOf, LENGTH, strideOf } from '../rounding-bound.js';

// Shapes: artists I, factors F, stride K, users of a block n, count k; see ../strips.ts.

/** What the memory of a ranking depends on. */
export interface RankingSizes {
  readonly artists: number;
  readonly factors: number;
  /** k, at most I */
  readonly count: number;
  /** n, at most */
  readonly blockUsers: number;
  /** artists left out, at most, for the users of one block together */
  readonly blockPlayed: number;
  /** blocks that are in memory at once */
  readonly slots: number;
}

/** Where a block of users lies: byte offsets. */
interface SlotLayout {
  /** the kernel's record of the block, which points at all the others */
  readonly record: number;
  readonly users: number;
  readonly places: number;
  readonly floors: number;
  readonly panel: number;
  readonly sums: number;
  /** (n x F) float32 */
  readonly vectors: number;
  /** (n + 1) int32 */
  readonly playedStart: number;
  /** int32 */
  readonly played: number;
  /** (n x k) int32 */
  readonly rows: number;
  /** (n x k) float64 */
  readonly scores: number;
  /** (n) int32 */
  readonly lengths: number;
}

/** Every byte offset and size in the memory of a ranking. Host, workers and kernel all have them from here. */
export interface RankingLayout extends RankingSizes {
  readonly tiles: number;
  /** the kernel's record of the artists, which points at the others */
  readonly catalogue: number;
  /** (I x F) float32 */
  readonly vectors: number;
  /** (tiles x TILE_ARTISTS) int32 */
  readonly order: number;
  /** (tiles x TILE_BYTES) */
  readonly tileRecords: number;
  readonly strips: number;
  readonly slotLayouts: readonly SlotLayout[];
  readonly totalBytes: number;
}

/** Artists that share a bound: few enough to lie near the core, enough to make bounds cheap. A multiple of 8. */
const TILE_ARTISTS = 256;

/** A tile's record: norm and stretch in float64. */
const TILE_BYTES = 16;

/** A user's record: norm, stretch and worst score in float64, how many are found, and padding. */
const USER_BYTES = 32;

/** Users that are multiplied at a time. */
const GROUP_USERS = 4;

/** Four users times eight artists, int32. */
const SUMS_BYTES = 4 * 8 * 4;

/**
 * Lays a ranking out in WebAssembly memory.
 *
 * @throws InputError where it needs more than the 4 GiB that memory can have
 */
export function layOutRanking(sizes: RankingSizes): RankingLayout {
  const { artists, factors } = sizes;
  const { place, total } = memoryPlaces();
  const stride = strideOf(factors);
  const tiles = Math.ceil(artists / TILE_ARTISTS);
  const layout = {
    ...sizes,
    tiles,
    catalogue: place(8 * 4),
    vectors: place(artists * factors * 4),
    order: place(tiles * TILE_ARTISTS * 4),
    tileRecords: place(tiles * TILE_BYTES),
    strips: place(tiles * TILE_ARTISTS * stride * 2),
    slotLayouts: Array.from({ length: sizes.slots }, () => placeSlot(sizes, stride, place)),
    totalBytes: total(),
  };
  checkFits(
    layout.totalBytes,
    `ranking ${formatCount(artists)} artists with ${factors} factors`,
    () => 'train with fewer factors',
  );
  return layout;
}

/** Writes the records of the artists and of an empty block in each slot. */
export function writeRecords(buffer: ArrayBufferLike, layout: RankingLayout): void {
  const { catalogue, factors, vectors, order, tileRecords, strips, count } = layout;
  const write = (record: number, fields: number[]) =>
    new Uint32Array(buffer, record, fields.length).set(fields);
  const doubt = doubtOf(factors, LENGTH);
  write(catalogue, [factors, strideOf(factors), TILE_ARTISTS, vectors, order, tileRecords, strips, doubt]);
  for (const slot of layout.slotLayouts) {
    const { users, places, floors, panel, playedStart, played, rows, scores, lengths, sums } = slot;
    const inputs = [users, places, floors, panel, slot.vectors, playedStart, played];
    write(slot.record, [0, count, 0, ...inputs, rows, scores, lengths, sums]);
  }
}

function placeSlot(sizes: RankingSizes, stride: number, place: (bytes: number) => number): SlotLayout {
  const { factors, count, blockUsers, blockPlayed } = sizes;
  const places = Math.ceil(blockUsers / GROUP_USERS) * GROUP_USERS;
  return {
    record: place(14 * 4),
    users: place(blockUsers * USER_BYTES),
    places: place(places * 4),
    floors: place(places * 4),
    panel: place(places * stride * 2),
    sums: place(SUMS_BYTES),
    vectors: place(blockUsers * factors * 4),
    playedStart: place((blockUsers + 1) * 4),
    played: place(blockPlayed * 4),
    rows: place(blockUsers * count * 4),
    scores: place(blockUsers * count * 8),
    lengths: place(blockUsers * 4),
  };
}

/** Copies the artists' vectors into the memory, with their places and the length that bounds each tile. */
export function placeArtists(buffer: ArrayBufferLike, layout: RankingLayout, model: Factorization): void {
  const { artists, factors, tiles } = layout;
  new Float32Array(buffer, layout.vectors, artists * factors).set(model.artistFactors);
  const norms = rowNorms(model.artistFactors, factors);
  const broken = norms.findIndex((norm) => !Number.isFinite(norm));
  if (broken >= 0) throw notFinite('artist', model.artists.names[broken]);
  const order = new Int32Array(buffer, layout.order, tiles * TILE_ARTISTS).fill(-1);
  order.set(byFallingNorm(norms));
  const records = new Float64Array(buffer, layout.tileRecords, (tiles * TILE_BYTES) / 8);
  // A tile's bound holds for all tiles behind it, too: the order is not perfect.
  let longest = 0;
  for (let tile = tiles - 1; tile >= 0; tile--) {
    for (const row of order.subarray(tile * TILE_ARTISTS, (tile + 1) * TILE_ARTISTS)) {
      if (row >= 0) longest = Math.max(longest, norms[row]);
    }
    records[(tile * TILE_BYTES) / 8] = longest;
  }
}

/** @param name of the user or artist with such factors */
export function notFinite(kind: 'artist' | 'user', name: string): InputError {
  return new InputError(
    `the factors of ${kind} '${name}' are not finite; expected finite numbers: train the model again`,
  );
}

/**
 * Rows by falling norm, as far as the upper halves of their float32 numbers tell: those within one part in
 * 128 stay in rising order. A counting sort, ten times faster here than comparing.
 *
 * @internal
 */
export function byFallingNorm(norms: Float64Array): Int32Array {
  const bits = new Uint32Array(Float32Array.from(norms).buffer);
  const next = new Int32Array(65537);
  for (const number of bits) next[65535 - (number >>> 16) + 1]++;
  for (let key = 1; key < next.length; key++) next[key] += next[key - 1];
  const order = new Int32Array(norms.length);
  for (let row = 0; row < norms.length; row++) order[next[65535 - (bits[row] >>> 16)]++] = row;
  return order;
}

/** The functions of the compiled kernel, in pointers to its records; `kernels/assembly/ranking` says what each does. */
interface RankingKernel {
  quantiseTile(catalogue: number, tile: number): void;
  startBlock(catalogue: number, block: number): void;
  rankTiles(catalogue: number, block: number, from: number, to: number): number;
  finishBlock(block: number): void;
}

/** The kernel on a ranking's memory. */
export function bindRankingKernel(module: WasmModule, memory: WasmMemory): RankingKernel {
  return new wasm.Instance(module, { env: { memory } }).exports as RankingKernel;
}
