export { finishBlock, startBlock } from './block';
export { quantiseTile } from './quantise';
export { rankTiles } from './rank';

// What the host calls. Pointers and sizes only: every buffer lies where the host's layout put it, nothing is
// allocated, nothing but the memory is imported.
