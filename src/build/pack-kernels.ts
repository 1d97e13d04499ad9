import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { deflate } from '../tuner/subset/packed-bytes.js';
import { writeFileBeside } from '../util/files.js';

/** Builds whose names `kernels.ts` knows. */
const BUILDS = ['simd', 'relaxed', 'own-simd', 'own-relaxed'];

/**
 * Writes the module that `packed-kernels.d.ts` describes, from the compiled kernels in the build.
 *
 * @example await packKernels('.', 'dist')
 */
export async function packKernels(root: string, dist: string): Promise<void> {
  const files = BUILDS.map((name) => path.join(dist, `engine/kernels/als-${name}.wasm`));
  const kernels = await Promise.all(files.map((file) => readFile(file)));
  const packed = {
    base64: Buffer.from(await deflate(Buffer.concat(kernels))).toString('base64'),
    lengths: Object.fromEntries(BUILDS.map((name, i) => [name, kernels[i].length])),
  };
  const module = 'tuner/trainer/packed-kernels';
  const text = `export const PACKED_KERNELS = ${JSON.stringify(packed)};\n`;
  await writeFileBeside(path.join(dist, `${module}.js`), text);
  // The compiler copies no declarations.
  await copyFile(path.join(root, `src/${module}.d.ts`), path.join(dist, `${module}.d.ts`));
}
