import {
  type AlsOptions,
  type AlsSettings,
  type CheckedAlsOptions,
  readAlsOptions,
} from '../../engine/als/options.js';
import { trainFactorsInline } from '../../engine/als/train-inline.js';
import type { TrainedFactors } from '../../engine/als/trained-model.js';
import type { Training } from '../../engine/als/training.js';
import { allocateOwnMemory, ReusedMemory } from '../../engine/kernels/memory.js';
import type { Interactions } from '../../engine/matrix/interactions.js';
import { type WasmModule, wasm } from '../../util/web-assembly.js';
import { bytesOf, inflate } from '../subset/packed-bytes.js';
import { PACKED_KERNELS } from './packed-kernels.js';
import { ThreadPool, type WorkerScope } from './threads.js';

/** The result of a training and its settings. */
export interface BrowserTrained {
  readonly settings: AlsSettings;
  readonly factors: TrainedFactors;
}

/**
 * Trains; `onFirst` gets the factors after the first iteration, unless it is the last. They may be rotated: their
 * products and cosines are those of the iteration, the factors are not.
 */
type BrowserTrainer = (
  interactions: Interactions,
  options: AlsOptions,
  onFirst?: (first: BrowserTrained) => void,
) => Promise<BrowserTrained>;

/**
 * The trainer of a Web Worker: on its own thread or, where the page is cross-origin isolated, on threads that run the
 * worker's script too. Trainings reuse the same memory: the previous one must be aborted first. The same settings give
 * the same bits as `trainAls`.
 *
 * @example
 * const train = await browserTrainer(workerScope);
 * const { factors } = await train(interactions, { alpha: 40, signal });
 *
 * @param scope of the worker; its script has to call `serveThread` where its first message is a `JoinTask`
 * @throws if the browser or the page's policy does not allow WebAssembly
 */
export async function browserTrainer(scope: WorkerScope): Promise<BrowserTrainer> {
  const canShare = scope.crossOriginIsolated === true;
  const module = await compileTrainerKernel(canShare);
  const trainFactors = canShare ? onThreads(module, scope.location.href) : onThisThread(module);
  const threads = canShare ? scope.navigator.hardwareConcurrency : 1;
  return async (interactions, options, onFirst = () => {}) => {
    const checked = readAlsOptions(options, threads);
    const { settings } = checked;
    const factors = await trainFactors(interactions, checked, (iteration, copy) => {
      if (iteration === 1 && settings.iterations > 1) onFirst({ settings, factors: copy() });
    });
    return { settings, factors };
  };
}

type TrainFactors = (
  interactions: Interactions,
  options: CheckedAlsOptions,
  onFactors: NonNullable<Training['onFactors']>,
) => Promise<TrainedFactors>;

function onThreads(module: WasmModule, script: string): TrainFactors {
  const pool = new ThreadPool(script);
  return (interactions, options, onFactors) => pool.train(interactions, options, { module, onFactors });
}

function onThisThread(module: WasmModule): TrainFactors {
  const memory = new ReusedMemory(allocateOwnMemory);
  // A cancelled run does not touch its memory again: it checks its signal first.
  const allocate = (bytes: number) => memory.take(bytes);
  return (interactions, options, onFactors) =>
    trainFactorsInline(interactions, options, { module, allocate, onFactors });
}

/**
 * Compiles the build of the trainer's kernel that is fastest in this browser: the relaxed one if it supports relaxed
 * SIMD, as Chromium and Firefox now do, else the plain one.
 *
 * `trainAls` makes the same choice in Node.js, where 20 and later run the relaxed build, so that both give the same
 * bits on one machine. The plain build gives the same bits everywhere. The relaxed one leaves it to the processor
 * whether a product is rounded before its addition: the last bits differ between machines with and without fused
 * multiply-add (x86 before 2013), and so between the builds.
 *
 * @param isShared whether threads will share the memory
 */
export async function compileTrainerKernel(isShared: boolean): Promise<WasmModule> {
  const { base64, places } = PACKED_KERNELS;
  const all = await inflate(bytesOf(base64));
  const names = isShared ? (['relaxed', 'simd'] as const) : (['own-relaxed', 'own-simd'] as const);
  const [relaxed, simd] = names.map((name) => all.subarray(...places[name]));
  return new wasm.Module(wasm.validate(relaxed) ? relaxed : simd);
}
