import { formatCount } from '../../../util/format.js';
import { checkFits, memoryPlaces } from '../../kernels/memory-layout.js';
import { strideOf } from './vectors.js';

// Shapes: users U, artists I, entries N; A blocks of users, B of artists; W numbers in a vector, filled up to K.

/** What the memory of a fit depends on. */
export interface BprSizes {
  readonly users: number;
  readonly artists: number;
  readonly entries: number;
  /** F; the artists' bias is one number more in a vector. */
  readonly factors: number;
  readonly blocks: BprBlocks;
  readonly threads: number;
}

/** Into how many blocks users and artists are cut. */
export interface BprBlocks {
  /** A, which divides B */
  readonly users: number;
  /** B */
  readonly artists: number;
}

/** Every byte offset in the memory of a fit. */
export interface BprLayout {
  /** W, the factors and the bias. */
  readonly width: number;
  /** K */
  readonly stride: number;
  /** (U + 1) int32 */
  readonly indptr: number;
  /** (N) int32 */
  readonly indices: number;
  /** (U x K) float32 */
  readonly userFactors: number;
  /** (I x K) float32 */
  readonly artistFactors: number;
  /** (I) int32 */
  readonly listeners: number;
  /** (I) uint8, the block of each artist in this iteration */
  readonly blockOf: number;
  /** (N) int32, the user and the artist of each entry: block by block of users, each block by block of artists */
  readonly entryUsers: number;
  readonly entryArtists: number;
  /** (A x B + 1) int32, where each block of artists begins in each block of users */
  readonly starts: number;
  /** (N) int32, the artists of each block, as often as they have listeners */
  readonly pool: number;
  /** (B + 1) int32, where each block begins there */
  readonly poolStarts: number;
  /** (threads) what each works in */
  readonly scratch: readonly number[];
  readonly totalBytes: number;
}

/** Bytes of a thread's scratch, at least the kernel's and a number for each block. */
const SCRATCH_BYTES = 512;

/** Entries for each block of artists: at full size there are the most blocks. */
const BLOCK_ENTRIES = 2 ** 18;

/** Fewer artists in a block would be too few to be drawn instead of each other. */
const BLOCK_ARTISTS = 2000;

/** At 30 factors, a block of 300,000 artists stays in a core's second-level cache then. */
const MOST_BLOCKS = 64;

/** As many threads can learn at the same time. With more, a block's vectors would be used less often while they are there. */
const MOST_USER_BLOCKS = 8;

/** Blocks for plays: one where they are few, so that artists are drawn from all. */
export function blocksFor(artists: number, entries: number): BprBlocks {
  const wanted = Math.floor(Math.min(entries / BLOCK_ENTRIES, artists / BLOCK_ARTISTS, MOST_BLOCKS));
  const users = Math.max(1, Math.min(MOST_USER_BLOCKS, wanted));
  return { users, artists: Math.max(users, wanted - (wanted % users)) };
}

/**
 * Lays a fit out in WebAssembly memory.
 *
 * @throws InputError where it needs more than the 4 GiB that memory can have
 */
export function layOutBpr(sizes: BprSizes): BprLayout {
  const { users, artists, factors } = sizes;
  const layout = placeAll(sizes);
  const work = `fitting ${formatCount(factors)} factors of ${formatCount(users)} users and ${formatCount(artists)} artists`;
  checkFits(layout.totalBytes, work, () => 'ask for fewer factors');
  return layout;
}

function placeAll({ users, artists, entries, factors, blocks, threads }: BprSizes): BprLayout {
  const { place, total } = memoryPlaces();
  const width = factors + 1;
  const stride = strideOf(width);
  return {
    width,
    stride,
    indptr: place(4 * (users + 1)),
    indices: place(4 * entries),
    userFactors: place(4 * users * stride),
    artistFactors: place(4 * artists * stride),
    listeners: place(4 * artists),
    blockOf: place(artists),
    entryUsers: place(4 * entries),
    entryArtists: place(4 * entries),
    starts: place(4 * (blocks.users * blocks.artists + 1)),
    pool: place(4 * entries),
    poolStarts: place(4 * (blocks.artists + 1)),
    scratch: Array.from({ length: threads }, () => place(SCRATCH_BYTES)),
    totalBytes: total(),
  };
}
