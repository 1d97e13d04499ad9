import { formatCount } from '../../../util/format.js';
import { checkFits, memoryPlaces } from '../../kernels/memory-layout.js';

// Shapes: artists I, factors F, stride K (F rounded up to a multiple of 4), users of a block n, count k.

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
export interface SlotLayout {
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
export const TILE_ARTISTS = 256;

/** A tile's record: norm, scale and error in float64. */
export const TILE_BYTES = 24;

/** A user's record: norm, scale, error and worst score in float64, how many are found, and padding. */
const USER_BYTES = 40;

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
    catalogue: place(7 * 4),
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
  write(catalogue, [factors, strideOf(factors), TILE_ARTISTS, vectors, order, tileRecords, strips]);
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

function strideOf(factors: number): number {
  return Math.ceil(factors / 4) * 4;
}
