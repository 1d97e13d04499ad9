import { beatsRoot, siftDown, siftUp } from './heap';
import { Block, Catalogue, GROUP, indexAt, STRIP, Tile, userAt } from './records';

/** Beyond what any sum of products reaches: a floor that all pass, and one that none does. */
const LIMIT: f64 = 1e9;

/** Sets how large a sum the user at a place needs to be worth a closer look in this tile. */
export function setFloor(catalogue: Catalogue, block: Block, place: usize, tile: Tile): void {
  const user = userAt(block, indexAt(block, place));
  const least = ceil<f64>(user.worst * user.stretch * tile.stretch) - <f64>catalogue.doubt;
  store<i32>(block.floors + (place << 2), <i32>max<f64>(-LIMIT, min<f64>(LIMIT, -least)));
}

/** Sets a floor that nobody passes at the places of the last group that are empty. */
export function closeEmptyPlaces(block: Block): void {
  for (let place = block.active; place % GROUP !== 0; place++) {
    store<i32>(block.floors + (place << 2), <i32>-LIMIT);
  }
}

/** Takes what passed a floor among the sums of a group of users and a strip of artists. */
export function takeStrip(catalogue: Catalogue, block: Block, tile: Tile, group: usize, strip: usize): void {
  for (let i: usize = 0; i < GROUP; i++) {
    const place = group * GROUP + i;
    if (place >= block.active) return;
    let improved = false;
    for (let j: usize = 0; j < STRIP; j++) {
      if (load<i32>(block.sums + ((i * STRIP + j) << 2)) < 0) continue;
      const row = load<i32>(catalogue.order + ((strip * STRIP + j) << 2));
      if (row >= 0 && takeArtist(catalogue, block, place, row)) improved = true;
    }
    if (improved) setFloor(catalogue, block, place, tile);
  }
}

/** Scores an artist in float64; true when it is among the user's best so far. */
function takeArtist(catalogue: Catalogue, block: Block, place: usize, row: i32): bool {
  const index = indexAt(block, place);
  if (wasPlayed(block, index, row)) return false;
  const user = userAt(block, index);
  const count = block.count;
  const rows = block.rows + ((index * count) << 2);
  const scores = block.scores + ((index * count) << 3);
  const factors = catalogue.factors;
  const score = dot(
    block.vectors + ((index * factors) << 2),
    catalogue.vectors + ((<usize>row * factors) << 2),
    factors,
  );
  if (user.size < count) {
    siftUp(rows, scores, user.size, row, score);
    user.size++;
    if (user.size < count) return false;
  } else {
    if (!beatsRoot(rows, scores, row, score)) return false;
    siftDown(rows, scores, count, row, score);
  }
  user.worst = load<f64>(scores);
  return true;
}

function wasPlayed(block: Block, index: usize, row: i32): bool {
  let low = load<i32>(block.playedStart + (index << 2));
  const end = load<i32>(block.playedStart + (index << 2), 4);
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (load<i32>(block.played + ((<usize>middle) << 2)) < row) low = middle + 1;
    else high = middle;
  }
  return low < end && load<i32>(block.played + ((<usize>low) << 2)) === row;
}

/**
 * x . y in float64, in the order in which dotRows of the host adds: every fourth product to the same sum,
 * what is left over to the first. Products of float32 numbers are exact, so fusing them changes no bit.
 */
export function dot(x: usize, y: usize, factors: usize): f64 {
  let sums01 = f64x2.splat(0);
  let sums23 = f64x2.splat(0);
  const whole = (factors & ~3) << 2;
  for (let k: usize = 0; k < whole; k += 16) {
    sums01 = f64x2.add(sums01, f64x2.mul(widen(x + k), widen(y + k)));
    sums23 = f64x2.add(sums23, f64x2.mul(widen(x + k + 8), widen(y + k + 8)));
  }
  let sum0 = f64x2.extract_lane(sums01, 0);
  for (let k = whole; k < factors << 2; k += 4) sum0 += <f64>load<f32>(x + k) * <f64>load<f32>(y + k);
  return (
    sum0 + f64x2.extract_lane(sums01, 1) + (f64x2.extract_lane(sums23, 0) + f64x2.extract_lane(sums23, 1))
  );
}

/** Two float32 numbers as float64. */
function widen(address: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(address));
}
