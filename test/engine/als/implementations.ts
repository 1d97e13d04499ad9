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
import type { AnyWasmMemory, WasmModule } from '#listenlab/engine/kernels/web-assembly.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { Model } from '#listenlab/engine/model/model.js';

export interface Implementation {
  name: string;
  train(interactions: Interactions, options: AlsOptions): Promise<Model>;
}

export function kernelOf(build: KernelBuild, name: KernelName = 'als') {
  const kernel = compileKernel(name, build);
  if (!kernel) throw new Error(`this Node cannot run the ${build} build`);
  return kernel;
}

/** The reference, which the others are held to. */
export const reference: Implementation = {
  name: 'reference',
  train: async (interactions, options) => trainReference(interactions, options),
};

/** Trains on the calling thread, as a browser does where it has no others. */
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

/** One build without threads, on memory that is not shared: what a page opened from disk runs. */
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

/** What computes differently, and an entrance on threads; same-bits.test.ts holds all others to the bits of these. */
export const implementations: Implementation[] = [reference, ...builds.map(inline), kernels('simd')[2]];
