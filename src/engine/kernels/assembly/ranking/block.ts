import { dot } from './candidates';
import { sortHeap } from './heap';
import { Block, Catalogue, GROUP, indexAt, STRIP, tileAt, userAt } from './records';
import { LENGTH, MOST_STRETCH, PAIR_BYTES, quantiseFour } from './strips';

/** What a vector is multiplied by to be LENGTH long, or a little less where that is beyond float32. */
function stretchOf(norm: f64): f64 {
  return min<f64>(LENGTH / norm, MOST_STRETCH);
}

/** Fills a tile's strips from the artists' vectors, stretched by as much as the longest can be. */
export function quantiseTile(catalogue: Catalogue, number: usize): void {
  const tile = tileAt(catalogue, number);
  tile.stretch = stretchOf(tile.norm);
  const stretches = f32x4.splat(<f32>tile.stretch);
  const first = number * catalogue.tileSize;
  for (let place = first; place < first + catalogue.tileSize; place += 4) {
    const strip = catalogue.strips + (place / STRIP) * (catalogue.stride * STRIP * 2) + (place % STRIP) * 4;
    quantiseFour<i16>(
      artistAt(catalogue, place, first),
      artistAt(catalogue, place + 1, first),
      artistAt(catalogue, place + 2, first),
      artistAt(catalogue, place + 3, first),
      catalogue.factors,
      stretches,
      strip,
      PAIR_BYTES,
    );
  }
}

/** The vector of the artist at a place; past the last artist that of another place. */
function artistAt(catalogue: Catalogue, place: usize, other: usize): usize {
  const row = load<i32>(catalogue.order + (place << 2));
  const taken = row < 0 ? load<i32>(catalogue.order + (other << 2)) : row;
  return catalogue.vectors + ((<usize>taken * catalogue.factors) << 2);
}

/** Makes all users of a block ready; those with a zero vector have nothing to go by and get no artists. */
export function startBlock(catalogue: Catalogue, block: Block): void {
  const factors = catalogue.factors;
  block.active = 0;
  for (let i: usize = 0; i < block.size; i++) {
    const user = userAt(block, i);
    const vector = block.vectors + ((i * factors) << 2);
    user.norm = sqrt<f64>(dot(vector, vector, factors));
    user.stretch = stretchOf(user.norm);
    user.worst = -Infinity;
    user.size = 0;
    if (user.norm === 0) continue;
    store<i32>(block.places + (block.active << 2), <i32>i);
    block.active++;
  }
  for (let place: usize = 0; place < block.active; place += GROUP) quantiseGroup(catalogue, block, place);
}

/** Fills the panel of the four users from a place on; where fewer are left, the last is taken again. */
function quantiseGroup(catalogue: Catalogue, block: Block, place: usize): void {
  const factors = catalogue.factors;
  const last = block.active - 1;
  const a = indexAt(block, place);
  const b = indexAt(block, min(place + 1, last));
  const c = indexAt(block, min(place + 2, last));
  const d = indexAt(block, min(place + 3, last));
  quantiseFour<i16>(
    block.vectors + ((a * factors) << 2),
    block.vectors + ((b * factors) << 2),
    block.vectors + ((c * factors) << 2),
    block.vectors + ((d * factors) << 2),
    factors,
    f32x4(stretchAt(block, a), stretchAt(block, b), stretchAt(block, c), stretchAt(block, d)),
    panelAt(catalogue, block, place),
    GROUP * 4,
  );
}

function stretchAt(block: Block, index: usize): f32 {
  return <f32>userAt(block, index).stretch;
}

/** Where the user at a place has their first pair of factors; the next is GROUP pairs behind. */
function panelAt(catalogue: Catalogue, block: Block, place: usize): usize {
  return block.panel + (place / GROUP) * (catalogue.stride * GROUP * 2) + (place % GROUP) * 4;
}

/** Takes the user at a place out of the running: the last one moves there. */
export function retire(catalogue: Catalogue, block: Block, place: usize): void {
  block.active--;
  const last = block.active;
  store<i32>(block.places + (place << 2), load<i32>(block.places + (last << 2)));
  const to = panelAt(catalogue, block, place);
  const from = panelAt(catalogue, block, last);
  const bytes = catalogue.stride * GROUP * 2;
  for (let pair: usize = 0; pair < bytes; pair += GROUP * 4) store<i32>(to + pair, load<i32>(from + pair));
}

/** Sorts what each user has found, the best first. */
export function finishBlock(block: Block): void {
  for (let i: usize = 0; i < block.size; i++) {
    const size = userAt(block, i).size;
    store<usize>(block.lengths + (i << 2), size);
    sortHeap(block.rows + ((i * block.count) << 2), block.scores + ((i * block.count) << 3), size);
  }
}
