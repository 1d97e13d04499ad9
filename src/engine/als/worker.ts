import { parentPort, workerData } from 'node:worker_threads';
import type { WasmMemory, WasmModule } from '../wasm/web-assembly.js';
import { bindKernel } from './kernel.js';
import { layOutMemory, type TrainingSizes } from './layout.js';
import type { AlsSettings } from './options.js';
import type { Phase } from './phases.js';
import { takeAllUnits } from './take-units.js';

/** What a worker is started with. */
export interface WorkerData {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  readonly sizes: TrainingSizes;
  readonly settings: AlsSettings;
  readonly thread: number;
}

const { module, memory, sizes, settings, thread } = workerData as WorkerData;
const context = {
  kernel: bindKernel(module, memory),
  buffer: memory.buffer,
  layout: layOutMemory(sizes),
  settings,
  thread,
};

parentPort?.on('message', (phase: Phase) => {
  parentPort?.postMessage(takeAllUnits(context, phase));
});
