import { InputError } from '../../util/errors.js';
import { formatBytes, formatCount } from '../../util/format.js';
import { MAXIMUM_BYTES } from '../wasm/memory.js';
import { type StretchSizes, stretchSizes } from './stretches.js';

// Shapes: users U, artists A, entries N, factors F, stride K (F rounded up to a multiple of 4).

/** What a training's memory depends on. */
export interface TrainingSizes {
  readonly users: number;
  readonly artists: number;
  readonly entries: number;
  readonly factors: number;
  readonly threads: number;
}

/** Where one half's rows lie: byte offsets. R rows, which are the users or the artists. */
export interface SideLayout {
  readonly rows: number;
  readonly columns: number;
  readonly entries: number;
  /** (R + 1) int32 */
  readonly indptr: number;
  /** (N) int32 */
  readonly indices: number;
  /** (N) float32, signed confidences */
  readonly values: number;
  /** (R) float32, lambda of each row */
  readonly regularization: number;
  /** (R x K) float32 */
  readonly factors: number;
}

/** What solving popular artists' rows together takes: byte offsets. P artists, S stretches. */
export interface PopularLayout extends StretchSizes {
  /** int32, P */
  readonly count: number;
  /** (P) int32, row of each popular artist */
  readonly artists: number;
  /** (artists) uint8, 1 for a popular one */
  readonly isPopular: number;
  /** (S x P + 1) int32, first entry of each artist in each stretch; one's end is the next one's start */
  readonly visits: number;
  /** (P x stateBytes) see assembly/row-state.ts */
  readonly states: number;
}

/** Every byte offset and size in the trainer's memory. Host, workers and kernel all have them from here. */
export interface MemoryLayout extends TrainingSizes {
  readonly stride: number;
  /** int32, the next unit of work of the running phase */
  readonly counter: number;
  /** float64, the sum of all confidences */
  readonly totalConfidence: number;
  readonly byUser: SideLayout;
  readonly byArtist: SideLayout;
  readonly popular: PopularLayout;
  /** (K x K) float64, a0 YtY */
  readonly gram: number;
  /** (K) float64, the diagonal of a0 YtY once everything is turned (see rotate.ts) */
  readonly spectrum: number;
  /** (K x K) float64, the matrix by which factors are turned next */
  readonly rotation: number;
  /** (K x K) float64, all rotations so far */
  readonly basis: number;
  /** (GRAM_CHUNKS x K x K) float64 */
  readonly partials: number;
  /** (lossBlocks) float64, a part of the loss from each block of users and each block of artists */
  readonly losses: number;
  readonly lossBlocks: number;
  /** (threads x scratchBytes) */
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly totalBytes: number;
}

/** Rows handed out at a time: enough to make the call cheap, few enough to share work evenly. */
export const BLOCK_ROWS = 64;

/** Rows turned at a time: at 64 factors 256 KiB. */
export const ROTATED_ROWS = 1024;

/** YtY is summed in this many chunks whatever the thread count, so that rounding is always the same. */
export const GRAM_CHUNKS = 32;

/** Rows that sums of products take at a time: at 64 factors, 16 KiB in float64, half of a core's fastest cache. */
export const GRAM_PANEL_ROWS = 32;

/**
 * Lays a training out in WebAssembly memory.
 *
 * @throws InputError where it needs more than the 4 GiB that memory can have, saying what would fit
 */
export function layOutMemory(sizes: TrainingSizes): MemoryLayout {
  const layout = placeAll(sizes);
  if (layout.totalBytes > MAXIMUM_BYTES) throw new InputError(tooLarge(sizes, layout.totalBytes));
  return layout;
}

/** Blocks of rows that one side is handed out in. */
export function blocksOf(rows: number): number {
  return Math.ceil(rows / BLOCK_ROWS);
}

/** Blocks of rows that one side is turned in. */
export function rotatedBlocks({ rows }: SideLayout): number {
  return Math.ceil(rows / ROTATED_ROWS);
}

/** A thread's own scratch. */
export function scratchOf({ layout, thread }: { layout: MemoryLayout; thread: number }): number {
  return layout.scratch + thread * layout.scratchBytes;
}

function placeAll(sizes: TrainingSizes): MemoryLayout {
  const stride = Math.ceil(sizes.factors / 4) * 4;
  let end = 0;
  const place = (bytes: number) => {
    const start = end;
    // A cache line each, so that no two arrays share one.
    end += Math.ceil(bytes / 64) * 64;
    return start;
  };
  const counter = place(4);
  const totalConfidence = place(8);
  const gram = place(stride * stride * 8);
  const spectrum = place(stride * 8);
  const rotation = place(stride * stride * 8);
  const basis = place(stride * stride * 8);
  const partials = place(GRAM_CHUNKS * stride * stride * 8);
  const lossBlocks = blocksOf(sizes.users) + blocksOf(sizes.artists);
  const losses = place(lossBlocks * 8);
  const scratchBytes = scratchBytesOf(stride);
  const scratch = place(sizes.threads * scratchBytes);
  const placeSide = (rows: number, columns: number) => ({
    rows,
    columns,
    entries: sizes.entries,
    indptr: place((rows + 1) * 4),
    indices: place(sizes.entries * 4),
    values: place(sizes.entries * 4),
    regularization: place(rows * 4),
    factors: place(rows * stride * 4),
  });
  const byUser = placeSide(sizes.users, sizes.artists);
  const byArtist = placeSide(sizes.artists, sizes.users);
  const stretches = stretchSizes(sizes.users, sizes.entries, stride);
  const popular = {
    ...stretches,
    count: place(4),
    artists: place(stretches.mostPopular * 4),
    isPopular: place(sizes.artists),
    visits: place((stretches.stretches * stretches.mostPopular + 1) * 4),
    states: place(stretches.mostPopular * stateBytes(stride)),
  };
  return {
    ...sizes,
    stride,
    counter,
    totalConfidence,
    byUser,
    byArtist,
    popular,
    gram,
    spectrum,
    rotation,
    basis,
    partials,
    losses,
    lossBlocks,
    scratch,
    scratchBytes,
    totalBytes: end,
  };
}

/** The state of a popular artist's row: sixteen bytes, four vectors in float64, one in float32; see assembly/row-state.ts. */
function stateBytes(stride: number): number {
  return 16 + 36 * stride;
}

/** Two panels, a matrix and a vector in float64 for Cholesky; what the other functions need fits in it. */
function scratchBytesOf(stride: number): number {
  return (2 * GRAM_PANEL_ROWS * stride + stride * stride + stride) * 8;
}

function tooLarge(sizes: TrainingSizes, bytes: number): string {
  let factors = sizes.factors - 1;
  while (factors > 0 && placeAll({ ...sizes, factors }).totalBytes > MAXIMUM_BYTES) factors--;
  const remedy =
    factors > 0
      ? `at most ${factors} factors would fit`
      : `not even 1 factor would fit with ${formatCount(sizes.entries)} entries: train on fewer users`;
  return (
    `training ${formatCount(sizes.users)} users and ${formatCount(sizes.artists)} artists with ` +
    `${sizes.factors} factors needs ${formatBytes(bytes)} and WebAssembly memory ends at ` +
    `${formatBytes(MAXIMUM_BYTES)}; ${remedy}`
  );
}
