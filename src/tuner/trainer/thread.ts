import { bindKernel } from '../../engine/als/kernel.js';
import { layOutMemory, type TrainingSizes } from '../../engine/als/layout.js';
import type { AlsSettings } from '../../engine/als/options.js';
import type { Phase, PhaseContext } from '../../engine/als/phases.js';
import { takeAllUnits } from '../../engine/als/take-units.js';
import type { WasmMemory, WasmModule } from '../../engine/wasm/web-assembly.js';
import type { WorkerScope } from './web-worker.js';

/** The training that a thread takes part in from now on. */
export interface ThreadTask {
  readonly kind: 'join';
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  readonly sizes: TrainingSizes;
  readonly settings: AlsSettings;
  readonly thread: number;
}

/** Makes a worker one of the threads of a training: it answers each phase with the first row that is not finite, or -1. */
export function serveThread(scope: WorkerScope, first: ThreadTask): void {
  let context = join(first);
  scope.onmessage = ({ data }) => {
    const message = data as ThreadTask | Phase;
    if (message.kind === 'join') context = join(message);
    else scope.postMessage(takeAllUnits(context, message));
  };
}

function join({ module, memory, sizes, settings, thread }: ThreadTask): PhaseContext {
  const layout = layOutMemory(sizes);
  return { kernel: bindKernel(module, memory), buffer: memory.buffer, layout, settings, thread };
}
