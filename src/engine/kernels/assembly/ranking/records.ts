// Records that the host and the kernel share; all-users/layout.ts of the host writes the same offsets.
// Shapes: artists I, factors F, stride K (F rounded up to a multiple of four), users of a block n, count k.

/** Artists in a strip: two registers of four 32-bit sums. */
export const STRIP: usize = 8;

/** Users in a group: with a strip of artists, eight sums in registers, half of what there are. */
export const GROUP: usize = 4;

/** All artists, placed by falling length of their vectors, in tiles. */
@unmanaged
export class Catalogue {
  factors: usize;
  stride: usize;
  /** artists in a tile, a multiple of a strip */
  tileSize: usize;
  /** (I x F) float32, in the model's order */
  vectors: usize;
  /** (tiles x tileSize) int32: the model's row of each place; -1 past the last artist */
  order: usize;
  /** (tiles) */
  tiles: usize;
  /** (tiles x tileSize / 8) int16 */
  strips: usize;
  /** how far the sum of a user's copy with an artist's may be below what it stands for */
  doubt: i32;
}

/** What is known of every artist of a tile. 16 bytes. */
@unmanaged
export class Tile {
  /** no vector of this tile, or of one behind it, is longer */
  norm: f64;
  /** what an artist's vector is multiplied by before it is rounded */
  stretch: f64;
}

/** Users that are ranked together. */
@unmanaged
export class Block {
  size: usize;
  count: usize;
  /** users who may still find better artists; they are at the front of `places` */
  active: usize;
  /** (n) */
  users: usize;
  /** (n) int32: which user is at a place */
  places: usize;
  /** (n, rounded up to groups) int32: minus the least sum that may be among the best, for the running tile */
  floors: usize;
  /** (groups x K / 2 x 4) pairs of int16 */
  panel: usize;
  /** (n x F) float32 */
  vectors: usize;
  /** (n + 1) int32: where a user's part of `played` starts */
  playedStart: usize;
  /** int32: rows of artists to leave out, rising for each user */
  played: usize;
  /** (n x k) int32, heaps with the worst at the root, at last sorted */
  rows: usize;
  /** (n x k) float64 */
  scores: usize;
  /** (n) int32: how many of k there are */
  lengths: usize;
  /** (GROUP x STRIP) int32 */
  sums: usize;
}

/** A user of a block. 32 bytes. */
@unmanaged
export class User {
  norm: f64;
  /** what their vector is multiplied by before it is rounded */
  stretch: f64;
  /** the score to beat: that of the heap's root once the heap is full */
  worst: f64;
  /** how many the heap holds */
  size: usize;
  unused: usize;
}

export function tileAt(catalogue: Catalogue, tile: usize): Tile {
  return changetype<Tile>(catalogue.tiles + tile * offsetof<Tile>());
}

export function userAt(block: Block, user: usize): User {
  return changetype<User>(block.users + user * offsetof<User>());
}

/** Which user of the block is at a place. */
export function indexAt(block: Block, place: usize): usize {
  return <usize>load<i32>(block.places + (place << 2));
}
