import { parentPort, workerData } from 'node:worker_threads';
import type { WasmMemory, WasmModule } from '../../../util/web-assembly.js';
import { bindRankingKernel, layOutRanking, type RankingSizes } from './layout.js';

/** What a worker is started with. */
export interface WorkerData {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  readonly sizes: RankingSizes;
}

/** What a worker is asked: to make tiles `from` to `to` - 1 ready, or to rank the block in a slot. */
type Task = { readonly from: number; readonly to: number } | { readonly slot: number };

/** Tiles to a call. Short calls are deliberate: V8 changes to optimised code when a function is called again. */
const CALL_TILES = 8;

const { module, memory, sizes } = workerData as WorkerData;
const kernel = bindRankingKernel(module, memory);
const { catalogue, tiles, slotLayouts } = layOutRanking(sizes);

function rankBlock(block: number): void {
  kernel.startBlock(catalogue, block);
  for (let tile = 0; tile < tiles; tile += CALL_TILES) {
    if (kernel.rankTiles(catalogue, block, tile, Math.min(tile + CALL_TILES, tiles)) === 0) break;
  }
  kernel.finishBlock(block);
}

parentPort?.on('message', (task: Task) => {
  if ('slot' in task) rankBlock(slotLayouts[task.slot].record);
  else for (let tile = task.from; tile < task.to; tile++) kernel.quantiseTile(catalogue, tile);
  parentPort?.postMessage(0);
});
