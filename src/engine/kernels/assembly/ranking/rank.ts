import { retire } from './block';
import { closeEmptyPlaces, setFloor, takeStrip } from './candidates';
import { Block, Catalogue, GROUP, indexAt, STRIP, Tile, tileAt, userAt } from './records';

/**
 * Ranks the artists of tiles `from` to `to` - 1 for the users of a block.
 *
 * A user drops out when not even a vector that points their way and is as long as the longest one left would
 * be among their best.
 *
 * @returns users that have not dropped out
 */
export function rankTiles(catalogue: Catalogue, block: Block, from: usize, to: usize): usize {
  for (let number = from; number < to; number++) {
    const tile = tileAt(catalogue, number);
    startTile(catalogue, block, tile);
    if (block.active === 0) return 0;
    const groups = (block.active + GROUP - 1) / GROUP;
    for (let group: usize = 0; group < groups; group++) rankGroup(catalogue, block, tile, number, group);
  }
  return block.active;
}

/** Retires users who are done, and sets the floors of the others. */
function startTile(catalogue: Catalogue, block: Block, tile: Tile): void {
  // Rounding of the lengths and of a score is far below this share.
  const reach = tile.norm * (1 + <f64>catalogue.factors * 1e-15);
  for (let place: usize = 0; place < block.active; ) {
    const user = userAt(block, indexAt(block, place));
    if (user.norm * reach < user.worst) retire(catalogue, block, place);
    else setFloor(catalogue, block, place++, tile);
  }
  closeEmptyPlaces(block);
}

/** Multiplies a group of users with all strips of a tile. */
function rankGroup(catalogue: Catalogue, block: Block, tile: Tile, number: usize, group: usize): void {
  const stripBytes = catalogue.stride * STRIP * 2;
  const strips = catalogue.tileSize / STRIP;
  const panel = block.panel + group * (catalogue.stride * GROUP * 2);
  const floors = block.floors + ((group * GROUP) << 2);
  for (let strip = number * strips; strip < (number + 1) * strips; strip++) {
    if (multiply(block.sums, floors, panel, catalogue.strips + strip * stripBytes, stripBytes)) {
      takeStrip(catalogue, block, tile, group, strip);
    }
  }
}

/**
 * sums (4 users x 8 artists) = floors + the users' int16 vectors times the artists'; stored only when one
 * is not negative, and true then. Two pairs of factors a turn: vectors are multiples of four long.
 */
function multiply(sums: usize, floors: usize, panel: usize, strip: usize, stripBytes: usize): bool {
  let a0 = v128.load32_splat(floors);
  let b0 = a0;
  let a1 = v128.load32_splat(floors, 4);
  let b1 = a1;
  let a2 = v128.load32_splat(floors, 8);
  let b2 = a2;
  let a3 = v128.load32_splat(floors, 12);
  let b3 = a3;
  for (const end = strip + stripBytes; strip < end; strip += 64, panel += 32) {
    let low = v128.load(strip);
    let high = v128.load(strip, 16);
    let user = v128.load32_splat(panel);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(low, user));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(high, user));
    user = v128.load32_splat(panel, 4);
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(low, user));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(high, user));
    user = v128.load32_splat(panel, 8);
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(low, user));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(high, user));
    user = v128.load32_splat(panel, 12);
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(low, user));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(high, user));
    low = v128.load(strip, 32);
    high = v128.load(strip, 48);
    user = v128.load32_splat(panel, 16);
    a0 = i32x4.add(a0, i32x4.dot_i16x8_s(low, user));
    b0 = i32x4.add(b0, i32x4.dot_i16x8_s(high, user));
    user = v128.load32_splat(panel, 20);
    a1 = i32x4.add(a1, i32x4.dot_i16x8_s(low, user));
    b1 = i32x4.add(b1, i32x4.dot_i16x8_s(high, user));
    user = v128.load32_splat(panel, 24);
    a2 = i32x4.add(a2, i32x4.dot_i16x8_s(low, user));
    b2 = i32x4.add(b2, i32x4.dot_i16x8_s(high, user));
    user = v128.load32_splat(panel, 28);
    a3 = i32x4.add(a3, i32x4.dot_i16x8_s(low, user));
    b3 = i32x4.add(b3, i32x4.dot_i16x8_s(high, user));
  }
  const negative = v128.and(
    v128.and(v128.and(a0, b0), v128.and(a1, b1)),
    v128.and(v128.and(a2, b2), v128.and(a3, b3)),
  );
  if (i32x4.bitmask(negative) === 15) return false;
  v128.store(sums, a0);
  v128.store(sums, b0, 16);
  v128.store(sums, a1, 32);
  v128.store(sums, b1, 48);
  v128.store(sums, a2, 64);
  v128.store(sums, b2, 80);
  v128.store(sums, a3, 96);
  v128.store(sums, b3, 112);
  return true;
}
