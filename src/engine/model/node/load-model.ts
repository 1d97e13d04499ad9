import { signalIn } from '../../../util/work.js';
import { Model } from '../model.js';
import { readModelFile } from './model-file.js';

/**
 * Loads a model written by `model.save()` or `listenlab train`.
 *
 * @example const model = await loadModel('sample.safetensors');
 * @param path the file
 * @param options `signal` stops it; default, in a notebook, that of the running cell
 * @throws InputError naming the path, what was found there and what to do, for a file that is missing, truncated,
 * damaged, of another version or of another kind
 * Cost: reads the file once; its size is the memory the model takes.
 * @category Ask a model
 */
export async function loadModel(path: string | URL, options: { signal?: AbortSignal } = {}): Promise<Model> {
  const signal = await signalIn(options);
  return await new Model(await readModelFile(path, signal)).prepare(signal);
}
