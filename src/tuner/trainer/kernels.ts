import { type WasmModule, wasm } from '../../engine/kernels/web-assembly.js';
import { bytesOf } from '../subset/base64.js';
import { inflate } from '../subset/deflate.js';
import { PACKED_KERNELS } from './packed-kernels.js';

/**
 * Compiles the build of the trainer's kernel that this browser runs fastest: the relaxed one where it knows relaxed
 * SIMD, as Chromium and Firefox by now do, else the plain one.
 *
 * It is the choice that `trainAls` makes in Node.js, where 20 and later run the relaxed build, so that both give
 * the same bits on one machine. The plain build gives the same bits everywhere. The relaxed one leaves it to
 * the processor whether a multiplication is rounded before its addition: between machines with and without
 * fused multiply-add (of x86, those before 2013), and so between the builds, the last bits differ.
 *
 * @param isShared whether the memory will be one that threads share
 */
export async function compileTrainerKernel(isShared: boolean): Promise<WasmModule> {
  const { base64, lengths } = PACKED_KERNELS;
  const all = await inflate(bytesOf(base64));
  const names = isShared ? (['relaxed', 'simd'] as const) : (['own-relaxed', 'own-simd'] as const);
  const [relaxed, simd] = names.map((name) => {
    const place = Object.keys(lengths).indexOf(name);
    const sizes = Object.values(lengths);
    const start = sizes.slice(0, place).reduce((sum, size) => sum + size, 0);
    return all.subarray(start, start + sizes[place]);
  });
  return new wasm.Module(wasm.validate(relaxed) ? relaxed : simd);
}
