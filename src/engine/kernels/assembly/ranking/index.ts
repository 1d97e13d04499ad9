export { finishBlock, quantiseTile, startBlock } from './block';
export { rankTiles } from './rank';

// The kernel of all users: what the host calls. Pointers and sizes only: every buffer lies where the host's layout put it, nothing is
// allocated, nothing but the memory is imported.
