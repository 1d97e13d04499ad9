import { ALS_KERNEL, OWN_ALS_KERNEL } from '#listenlab/engine/als/als-kernel.js';
import type { AlsOptions } from '#listenlab/engine/als/options.js';
import { trainReference } from '#listenlab/engine/als/reference.js';
import { trainOnThreads } from '#listenlab/engine/als/train.js';
import { trainInline } from '#listenlab/engine/als/train-inline.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { compileKernel, type KernelBuild } from '#listenlab/engine/wasm/load-kernel.js';
import { allocateOwnMemory } from '#listenlab/engine/wasm/memory.js';

export interface Implementation {
  name: string;
  train(interactions: Interactions, options: AlsOptions): Promise<Model>;
}

export function kernelOf(build: KernelBuild, base = ALS_KERNEL) {
  const kernel = compileKernel(base, build);
  if (!kernel) throw new Error(`this Node cannot run the ${build} build`);
  return kernel;
}

/** The reference, which the others are held to. */
export const reference: Implementation = {
  name: 'reference',
  train: async (interactions, options) => trainReference(interactions, options),
};

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
      trainInline(interactions, options, kernelOf(build, OWN_ALS_KERNEL), allocateOwnMemory),
  };
}

export const builds: KernelBuild[] = ['simd', 'relaxed'];

/** One build, on the thread that calls it. */
export function inline(build: KernelBuild): Implementation {
  return kernels(build)[0];
}

/** What computes differently, and an entrance on threads; same-bits.test.ts holds all others to the bits of these. */
export const implementations: Implementation[] = [reference, ...builds.map(inline), kernels('simd')[2]];
