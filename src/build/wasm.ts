import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { main as compile } from 'assemblyscript/asc';

interface WasmBuild {
  /** Folder in `src` with `index.ts` and `asconfig.json`. */
  readonly source: string;
  /** Target in `asconfig.json`. */
  readonly target: string;
  /** File in the build. */
  readonly file: string;
}

const ALS = 'engine/als/assembly';
const SIMILAR = 'engine/model/similar';

const BUILDS: readonly WasmBuild[] = [
  ...['simd', 'relaxed', 'own-simd', 'own-relaxed'].map((target) => ({
    source: ALS,
    target,
    file: `engine/als/als-${target}.wasm`,
  })),
  { source: 'engine/model/assembly', target: 'simd', file: 'engine/model/recommend-all/ranking-simd.wasm' },
  { source: 'engine/model/assembly/similar', target: 'simd', file: `${SIMILAR}/similar.wasm` },
];

/**
 * Compiles the AssemblyScript kernels into `dist`, and writes the smallest as a module, `KERNEL_BYTES`.
 *
 * @throws Error with what the compiler said
 */
export async function buildWasm(root: string, dist: string): Promise<void> {
  for (const { source, target, file } of BUILDS) {
    const folder = path.join('src', source);
    const out = path.join(dist, file);
    await mkdir(path.dirname(out), { recursive: true });
    const settings = ['--config', path.join(folder, 'asconfig.json'), '--target', target];
    const written = ['--baseDir', root, '--outFile', path.relative(root, out)];
    const { error, stderr } = await compile([path.join(folder, 'index.ts'), ...settings, ...written]);
    if (error) throw new Error(`${source} does not compile for ${target}: ${stderr.toString()}`);
  }
  const bytes = await readFile(path.join(dist, SIMILAR, 'similar.wasm'));
  const module = `export const KERNEL_BYTES = Uint8Array.of(${bytes.join()});`;
  await writeFile(path.join(dist, SIMILAR, 'kernel-bytes.js'), module);
}
