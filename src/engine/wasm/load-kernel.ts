import { readFileSync } from 'node:fs';
import v8 from 'node:v8';
import { type WasmModule, wasm } from './web-assembly.js';

/** The two builds of a kernel: `relaxed` has fused multiply-adds and is faster where the processor has them. */
export type KernelBuild = 'simd' | 'relaxed';

const RELAXED_FLAG = 'experimental-wasm-relaxed-simd';

/**
 * Compiles the relaxed build where this Node knows relaxed SIMD, else the plain one.
 *
 * @example loadKernel(new URL('./als', import.meta.url)) // als-relaxed.wasm or als-simd.wasm beside the caller
 * @param base address of both builds, without their endings
 */
export function loadKernel(base: URL): WasmModule {
  return compileRelaxed(base) ?? compileKernel(base, 'simd');
}

/** Compiles one build; undefined where this Node cannot run it. */
export function compileKernel(base: URL, build: 'simd'): WasmModule;
export function compileKernel(base: URL, build: KernelBuild): WasmModule | undefined;
export function compileKernel(base: URL, build: KernelBuild): WasmModule | undefined {
  return build === 'relaxed' ? compileRelaxed(base) : new wasm.Module(readKernel(base, 'simd'));
}

/**
 * Node 20 has relaxed SIMD behind a flag of V8, which is the whole process's: it is set while the module is
 * compiled and taken back at once. A compiled module keeps what it was compiled with, also on other threads.
 * Node 22 and later need no flag and do not know it.
 */
function compileRelaxed(base: URL): WasmModule | undefined {
  const bytes = readKernel(base, 'relaxed');
  if (wasm.validate(bytes)) return new wasm.Module(bytes);
  if (!process.version.startsWith('v20.')) return undefined;
  v8.setFlagsFromString(`--${RELAXED_FLAG}`);
  try {
    return wasm.validate(bytes) ? new wasm.Module(bytes) : undefined;
  } finally {
    v8.setFlagsFromString(`--no-${RELAXED_FLAG}`);
  }
}

function readKernel(base: URL, build: KernelBuild): Uint8Array {
  return readFileSync(new URL(`${base.href}-${build}.wasm`));
}
