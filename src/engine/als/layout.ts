import { formatCount } from '../../util/format.js';
import { MAXIMUM_BYTES } from '../kernels/memory.js';
import { checkFits, memoryPlaces } from '../kernels/memory-layout.js';
import type { CsrMatrix } from '../matrix/csr.js';
import type { Interactions } from '../matrix/interactions.js';

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

/** How the users are cut into stretches, and which artists are solved stretch by stretch. */
export interface StretchSizes {
  /** Users in a stretch. */
  readonly stretchUsers: number;
  readonly stretches: number;
  /** Listeners from which an artist is popular. */
  readonly leastListeners: number;
  /** How many artists can be: room is made before their listeners are counted. 0 where all users' factors stay near. */
  readonly mostPopular: number;
}

/** What solving popular artists' rows together takes: byte offsets. P artists, S stretches. */
interface PopularLayout extends StretchSizes {
  /** int32, P */
  readonly count: number;
  /** (P) int32, row of each popular artist */
  readonly artists: number;
  /** (artists) uint8, 1 for a popular one */
  readonly isPopular: number;
  /** (S x P + 1) int32, first entry of each artist in each stretch; one's end is the next one's start */
  readonly visits: number;
  /** (P x stateBytes) see kernels/assembly/als/row-state.ts */
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
  /** (K) float64, the eigenvalues of a0 YtY: its diagonal once all factors are rotated (see rotation.ts) */
  readonly eigenvalues: number;
  /** (K x K) float64, the matrix by which factors are rotated next */
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

/** Rows rotated at a time: at 64 factors 256 KiB. */
export const ROTATED_ROWS = 1024;

/** YtY is summed in this many chunks whatever the thread count, so that rounding is always the same. */
const GRAM_CHUNKS = 32;

/** Rows of a chunk of YtY. */
export function gramChunkRows({ rows }: SideLayout): number {
  return Math.ceil(rows / GRAM_CHUNKS);
}

/** Chunks that have rows; with few rows, those after them would be zeros, of which each takes K x K numbers. */
export function gramChunks(side: SideLayout): number {
  return Math.ceil(side.rows / gramChunkRows(side));
}

/** Rows that sums of products take at a time: at 64 factors, 16 KiB in float64, half of a core's fastest cache. */
export const GRAM_PANEL_ROWS = 32;

/**
 * Bytes of the users' factors that all popular artists use before the next users' factors are read, so that they
 * stay in a core's second-level cache, 1 MiB here.
 */
const STRETCH_BYTES = 2 ** 20;

/** Entries in a stretch, on average, from which an artist is popular: fewer do not pay for loading its vectors. */
const ENTRIES_A_STRETCH = 8;

/** At most so many artists count as popular: what is left after them matters little. */
const MOST_POPULAR = 4096;

/** What the trainer's memory must hold for these plays. */
export function sizesOf(
  interactions: Interactions,
  { factors, threads }: Pick<TrainingSizes, 'factors' | 'threads'>,
): TrainingSizes {
  const { users, artists, size } = interactions;
  return { users: users.size, artists: artists.size, entries: size, factors, threads };
}

/**
 * Lays a training out in WebAssembly memory.
 *
 * @throws InputError where it needs more than the 4 GiB that memory can have, saying what would fit
 */
export function layOutMemory(sizes: TrainingSizes): MemoryLayout {
  const layout = placeAll(sizes);
  const { users, artists, factors } = sizes;
  checkFits(
    layout.totalBytes,
    `training ${formatCount(users)} users and ${formatCount(artists)} artists with ${factors} factors`,
    () => whatFits(sizes),
  );
  return layout;
}

function placeAll(sizes: TrainingSizes): MemoryLayout {
  const stride = Math.ceil(sizes.factors / 4) * 4;
  const { place, total } = memoryPlaces();
  const counter = place(4);
  const totalConfidence = place(8);
  const gram = place(stride * stride * 8);
  const eigenvalues = place(stride * 8);
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
    eigenvalues,
    rotation,
    basis,
    partials,
    losses,
    lossBlocks,
    scratch,
    scratchBytes,
    totalBytes: total(),
  };
}

/** @param stride K, numbers in a row of factors */
function stretchSizes(users: number, entries: number, stride: number): StretchSizes {
  const stretchUsers = Math.floor(STRETCH_BYTES / (stride * 4));
  const stretches = Math.ceil(users / stretchUsers);
  const leastListeners = stretches * ENTRIES_A_STRETCH;
  const mostPopular = stretches > 1 ? Math.min(MOST_POPULAR, Math.floor(entries / leastListeners)) : 0;
  return { stretchUsers, stretches, leastListeners, mostPopular };
}

/** The state of a popular artist's row: sixteen bytes, four vectors in float64, one in float32; see kernels/assembly/als/row-state.ts. */
function stateBytes(stride: number): number {
  return 16 + 36 * stride;
}

/** Two panels, a matrix and a vector in float64 for Cholesky; what the other functions need fits in it. */
function scratchBytesOf(stride: number): number {
  return (2 * GRAM_PANEL_ROWS * stride + stride * stride + stride) * 8;
}

function whatFits(sizes: TrainingSizes): string {
  let factors = sizes.factors - 1;
  while (factors > 0 && placeAll({ ...sizes, factors }).totalBytes > MAXIMUM_BYTES) factors--;
  return factors > 0
    ? `at most ${factors} factors fit`
    : `not even 1 factor fits with ${formatCount(sizes.entries)} entries: train on fewer users`;
}

/** Blocks of rows in which one side is handed out. */
export function blocksOf(rows: number, size = BLOCK_ROWS): number {
  return Math.ceil(rows / size);
}

/** A block of the rows of both sides, users' blocks first. */
export function rowsOfBlock({ byUser, byArtist }: MemoryLayout, block: number, size: number) {
  const userBlocks = blocksOf(byUser.rows, size);
  const side = block < userBlocks ? byUser : byArtist;
  const from = (side === byUser ? block : block - userBlocks) * size;
  return { side, from, to: Math.min(from + size, side.rows) };
}

/** A thread's own scratch. */
export function scratchOf({ layout, thread }: { layout: MemoryLayout; thread: number }): number {
  return layout.scratch + thread * layout.scratchBytes;
}

/** A side's matrix as views on the memory. */
export function matrixIn(buffer: ArrayBufferLike, side: SideLayout): CsrMatrix {
  return {
    rows: side.rows,
    columns: side.columns,
    indptr: new Int32Array(buffer, side.indptr, side.rows + 1),
    indices: new Int32Array(buffer, side.indices, side.entries),
    values: new Float32Array(buffer, side.values, side.entries),
  };
}

/** A side's factors as a view on the memory, (R x K). */
export function factorsIn(buffer: ArrayBufferLike, side: SideLayout, stride: number): Float32Array {
  return new Float32Array(buffer, side.factors, side.rows * stride);
}
