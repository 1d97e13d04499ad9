import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFileBeside } from '../../util/files.js';
import { deflate } from '../subset/deflate.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Builds whose names `kernels.ts` knows. */
const BUILDS = ['simd', 'relaxed', 'own-simd', 'own-relaxed'];

/**
 * Writes the module that `packed-kernels.d.ts` describes, from the compiled kernels in `dist`.
 *
 * @example await packKernels()
 */
export async function packKernels(root = ROOT): Promise<void> {
  const files = BUILDS.map((name) => path.join(root, `dist/als/als-${name}.wasm`));
  const kernels = await Promise.all(files.map((file) => readFile(file)));
  const packed = {
    base64: Buffer.from(await deflate(Buffer.concat(kernels))).toString('base64'),
    lengths: Object.fromEntries(BUILDS.map((name, i) => [name, kernels[i].length])),
  };
  const module = 'tuner/trainer/packed-kernels';
  const text = `export const PACKED_KERNELS = ${JSON.stringify(packed)};\n`;
  await writeFileBeside(path.join(root, `dist/${module}.js`), text);
  // The compiler copies no declarations.
  await copyFile(path.join(root, `src/${module}.d.ts`), path.join(root, `dist/${module}.d.ts`));
}
