import { trainOnThreads } from '#listenlab/engine/als/node/train.js';
import { type AlsOptions, readAlsOptions } from '#listenlab/engine/als/options.js';
import { trainReference } from '#listenlab/engine/als/reference.js';
import { trainFactorsInline } from '#listenlab/engine/als/train-inline.js';
import { trainedModel } from '#listenlab/engine/als/trained-model.js';
import { allocateMemory, allocateOwnMemory } from '#listenlab/engine/kernels/memory.js';
import {
  compileKernel,
  type KernelBuild,
  type KernelName,
} from '#listenlab/engine/kernels/node/load-kernel.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { Model } from '#listenlab/engine/model/model.js';
import type { AnyWasmMemory, WasmModule } from '#listenlab/util/web-assembly.js';

export interface Implementation {
  name: string;
  train(interactions: Interactions, options: AlsOptions): Promise<Model>;
}

export function kernelOf(build: KernelBuild, name: KernelName = 'als') {
  const kernel = compileKernel(name, build);
  if (!kernel) throw new Error(`this Node cannot run the ${build} build`);
  return kernel;
}

/** The reference, with which the others are compared. */
export const reference: Implementation = {
  name: 'reference',
  train: async (interactions, options) => trainReference(interactions, options),
};

/** Trains on the calling thread, like a browser without worker threads. */
async function trainInline(
  interactions: Interactions,
  options: AlsOptions,
  module: WasmModule,
  allocate: (bytes: number) => AnyWasmMemory = allocateMemory,
): Promise<Model> {
  const checked = readAlsOptions(options);
  const factors = await trainFactorsInline(interactions, checked, { module, allocate });
  return trainedModel(interactions, checked.settings, factors);
}

/** One build of the kernel on 1, 2 and 4 threads and without any. */
export function kernels(build: KernelBuild): Implementation[] {
  const inline: Implementation = {
    name: `${build}, inline`,
    train: (interactions, options) => trainInline(interactions, options, kernelOf(build)),
  };
  const threaded = [1, 2, 4].map(
    (threads): Implementation => ({
      name: `${build}, threads: ${threads}`,
      train: (interactions, options) =>
        trainOnThreads(interactions, { ...options, threads }, { kernel: kernelOf(build) }),
    }),
  );
  return [inline, ...threaded];
}

/** One build without threads, on unshared memory: as in a page opened from disk. */
export function ownMemory(build: KernelBuild): Implementation {
  return {
    name: `${build}, inline, memory of its own`,
    train: (interactions, options) =>
      trainInline(interactions, options, kernelOf(build, 'als-own'), allocateOwnMemory),
  };
}

export const builds: KernelBuild[] = ['simd', 'relaxed'];

/** One build, on the thread that calls it. */
export function inline(build: KernelBuild): Implementation {
  return kernels(build)[0];
}

/** One implementation for each way to compute, and one on threads; same-bits.test.ts compares all others with these. */
export const implementations: Implementation[] = [reference, ...builds.map(inline), kernels('simd')[2]];
