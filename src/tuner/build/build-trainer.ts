import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';
import { writeFileBeside } from '../../util/files.js';
import { deflate } from '../subset/deflate.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Builds whose names `kernels.ts` knows. */
const BUILDS = ['simd', 'relaxed', 'own-simd', 'own-relaxed'];

/**
 * Writes the modules that `packed-kernels.d.ts` and `trainer-script.d.ts` describe, from the compiled kernels and
 * the compiled sources in `dist`. Takes about 0.1 s.
 *
 * @example await buildTrainer()
 */
export async function buildTrainer(root = ROOT): Promise<void> {
  const files = BUILDS.map((name) => path.join(root, `dist/als/als-${name}.wasm`));
  const kernels = await Promise.all(files.map((file) => readFile(file)));
  await writeConstant(root, 'packed-kernels', 'PACKED_KERNELS', {
    base64: Buffer.from(await deflate(Buffer.concat(kernels))).toString('base64'),
    lengths: Object.fromEntries(BUILDS.map((name, i) => [name, kernels[i].length])),
  });
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'dist/tuner/trainer/worker.js')],
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  }).finally(stop);
  await writeConstant(root, 'trainer-script', 'TRAINER_SCRIPT', outputFiles[0].text);
}

async function writeConstant(
  root: string,
  module: string,
  name: string,
  value: string | object,
): Promise<void> {
  const text = `export const ${name} = ${JSON.stringify(value)};\n`;
  await writeFileBeside(path.join(root, `dist/tuner/trainer/${module}.js`), text);
  // The compiler copies no declarations.
  await copyFile(
    path.join(root, `src/tuner/trainer/${module}.d.ts`),
    path.join(root, `dist/tuner/trainer/${module}.d.ts`),
  );
}
