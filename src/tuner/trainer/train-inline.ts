import { type AlsOptions, readAlsOptions } from '../../engine/als/options.js';
import { trainFactorsInline } from '../../engine/als/train-inline.js';
import { trainedModel } from '../../engine/als/trained-model.js';
import { allocateOwnMemory } from '../../engine/kernels/memory.js';
import type { Interactions } from '../../engine/matrix/interactions.js';
import type { Model } from '../../engine/model/model.js';
import { compileTrainerKernel } from './browser-trainer.js';

/**
 * Trains a model in a page or a web worker, as `trainAls` of `listenlab` does in Node.js, on the thread that calls it,
 * which is given back every few milliseconds. The same options give the same bits.
 *
 * @example
 * import { interactionsFromRows, trainAls } from 'listenlab/browser';
 * const model = await trainAls(interactionsFromRows(rows), { factors: 20, alpha: 1, weighting: 'log' });
 * @param interactions (users x artists) plays, finite and above 0
 * @param options see {@link AlsOptions}; `threads` is ignored
 * @throws InputError as `trainAls` does; the signal's reason when it is aborted; a CompileError where the page's policy
 * does not allow WebAssembly
 * Cost: that of `trainAls` on one thread, and 20 ms to unpack the kernel.
 */
export async function trainInline(interactions: Interactions, options: AlsOptions = {}): Promise<Model> {
  const checked = readAlsOptions(options);
  checked.signal?.throwIfAborted();
  const module = await compileTrainerKernel(false);
  const factors = await trainFactorsInline(interactions, checked, { module, allocate: allocateOwnMemory });
  return trainedModel(interactions, checked.settings, factors);
}
