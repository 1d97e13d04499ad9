import { readFileSync } from 'node:fs';
import v8 from 'node:v8';
import { type WasmModule, wasm } from '../../../util/web-assembly.js';

/** The two builds of a kernel: `relaxed` has fused multiply-adds and is faster where the processor has them. */
export type KernelBuild = 'simd' | 'relaxed';

const RELAXED_FLAG = 'experimental-wasm-relaxed-simd';

/**
 * A compiled kernel: the trainer's, the same for memory of one thread, that of recommending to everyone, EASE's, that of
 * BPR and logistic matrix factorization, and that of comparing sparse rows.
 */
export type KernelName = 'als' | 'als-own' | 'ranking' | 'ease' | 'factorization' | 'neighbours';

/**
 * Compiles the relaxed build where this Node knows relaxed SIMD, else the plain one.
 *
 * @example loadKernel('als') // als-relaxed.wasm or als-simd.wasm
 */
export function loadKernel(name: KernelName): WasmModule {
  return compileRelaxed(name) ?? compileKernel(name, 'simd');
}

/** Compiles one build; undefined where this Node cannot run it. */
export function compileKernel(name: KernelName, build: 'simd'): WasmModule;
export function compileKernel(name: KernelName, build: KernelBuild): WasmModule | undefined;
export function compileKernel(name: KernelName, build: KernelBuild): WasmModule | undefined {
  return build === 'relaxed' ? compileRelaxed(name) : new wasm.Module(readKernel(name, 'simd'));
}

/**
 * Node 20 has relaxed SIMD behind a flag of V8, which holds for the whole process: it is set while the module is
 * compiled and reset at once. A compiled module keeps what it was compiled with, also on other threads.
 * Node 22 and later need no flag and do not know it.
 */
function compileRelaxed(name: KernelName): WasmModule | undefined {
  const bytes = readKernel(name, 'relaxed');
  if (wasm.validate(bytes)) return new wasm.Module(bytes);
  if (!process.version.startsWith('v20.')) return undefined;
  v8.setFlagsFromString(`--${RELAXED_FLAG}`);
  try {
    return wasm.validate(bytes) ? new wasm.Module(bytes) : undefined;
  } finally {
    v8.setFlagsFromString(`--no-${RELAXED_FLAG}`);
  }
}

function readKernel(name: KernelName, build: KernelBuild): Uint8Array {
  return readFileSync(new URL(`../${name}-${build}.wasm`, import.meta.url));
}
