import { sortHeap } from './heap';
import { quantiseVector, scaleOf, squaredNorm } from './quantise';
import { Block, Catalogue, GROUP, userAt } from './records';

/** Makes all users of a block ready; those with a zero vector have nothing to go by and get no artists. */
export function startBlock(catalogue: Catalogue, block: Block): void {
  const factors = catalogue.factors;
  const groups = (block.size + GROUP - 1) / GROUP;
  memory.fill(block.panel, 0, groups * GROUP * catalogue.stride * 2);
  block.active = 0;
  for (let i: usize = 0; i < block.size; i++) {
    const user = userAt(block, i);
    const vector = block.vectors + ((i * factors) << 2);
    user.norm = sqrt<f64>(squaredNorm(vector, factors));
    user.scale = scaleOf(user.norm);
    user.worst = -Infinity;
    user.size = 0;
    if (user.norm === 0) continue;
    const place = block.active;
    block.active++;
    store<i32>(block.places + (place << 2), <i32>i);
    const panel = panelAt(catalogue, block, place);
    user.error = sqrt<f64>(quantiseVector(panel, GROUP * 4, vector, factors, user.scale));
  }
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
