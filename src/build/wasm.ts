import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { main as compile } from 'assemblyscript/asc';
import { writeFileBeside } from '../util/node/files.js';

interface WasmBuild {
  /** The folder of the build, below `src` that of the host; the kernel's own is `assembly` in it. Default: the engine's. */
  readonly folder?: string;
  /** The file whose exports the host calls. */
  readonly entry: string;
  /** Target in `asconfig.json`: with relaxed SIMD or without, for shared memory or for that of one thread. */
  readonly target: string;
  /** File in the build. */
  readonly file: string;
  /** Written as a module too, whose export has this name: a bundle for a browser has it then. */
  readonly bytes?: string;
}

const KERNELS = 'engine/kernels';

/**
 * Builds of the trainer's kernel, by the names that the page's trainer knows. Those for shared memory and for one thread
 * are nearly the same: side by side they pack best.
 */
const TRAINER_BUILDS = ['simd', 'own-simd', 'relaxed', 'own-relaxed'];

const BUILDS: readonly WasmBuild[] = [
  ...TRAINER_BUILDS.map((target) => ({
    entry: 'als/index.ts',
    target,
    file: `als-${target}.wasm`,
  })),
  ...['ease', 'factorization'].flatMap((name) =>
    ['simd', 'relaxed'].map((target) => ({
      entry: `${name}/index.ts`,
      target,
      file: `${name}-${target}.wasm`,
    })),
  ),
  ...['ranking', 'neighbours'].map((name) => ({
    entry: `${name}/index.ts`,
    target: 'simd',
    file: `${name}-simd.wasm`,
  })),
  { entry: 'ranking/one-query.ts', target: 'own-simd', file: 'one-query.wasm', bytes: 'ONE_QUERY_BYTES' },
  { entry: 'equations/index.ts', target: 'own-simd', file: 'equations.wasm', bytes: 'EQUATIONS_BYTES' },
  { folder: 'data/dataset/scan/threads', entry: 'index.ts', target: 'own-simd', file: 'scan.wasm' },
];

/**
 * Compiles the AssemblyScript kernels into `dist`, and writes the smallest as modules too.
 *
 * @throws Error with what the compiler said
 */
export async function buildWasm(root: string, dist: string): Promise<void> {
  for (const { folder = KERNELS, entry, target, file, bytes } of BUILDS) {
    const assembly = path.join('src', folder, 'assembly');
    const out = path.join(dist, folder);
    await mkdir(out, { recursive: true });
    const settings = ['--config', path.join('src', KERNELS, 'assembly/asconfig.json'), '--target', target];
    const written = ['--baseDir', root, '--outFile', path.relative(root, path.join(out, file))];
    const { error, stderr } = await compile([path.join(assembly, entry), ...settings, ...written]);
    if (error) throw new Error(`${entry} does not compile for ${target}: ${stderr.toString()}`);
    if (bytes === undefined) continue;
    const code = await readFile(path.join(out, file));
    const module = `export const ${bytes} = Uint8Array.of(${code.join()});`;
    await writeFile(path.join(out, file.replace('.wasm', '-bytes.js')), module);
  }
}

/**
 * Writes the module that `packed-kernels.d.ts` describes, from the compiled kernels in the build.
 *
 * @example await packKernels('.', 'dist')
 */
export async function packKernels(root: string, dist: string): Promise<void> {
  const files = TRAINER_BUILDS.map((name) => path.join(dist, KERNELS, `als-${name}.wasm`));
  const kernels = await Promise.all(files.map((file) => readFile(file)));
  const ends = kernels.map((_, i) => Buffer.concat(kernels.slice(0, i + 1)).length);
  const packed = {
    base64: deflateRawSync(Buffer.concat(kernels), { level: 9 }).toString('base64'),
    places: Object.fromEntries(
      TRAINER_BUILDS.map((name, i) => [name, [ends[i] - kernels[i].length, ends[i]]]),
    ),
  };
  const module = 'tuner/trainer/packed-kernels';
  const text = `export const PACKED_KERNELS = ${JSON.stringify(packed)};\n`;
  await writeFileBeside(path.join(dist, `${module}.js`), text);
  // The compiler copies no declarations.
  await copyFile(path.join(root, `src/${module}.d.ts`), path.join(dist, `${module}.d.ts`));
}
