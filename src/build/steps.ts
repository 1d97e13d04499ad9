import { chmod, cp } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { buildUi } from '../notebook/lab/build/build-ui.js';
import { carryParts } from './carried.js';
import { buildDanfo } from './danfo.js';
import { buildLabextension } from './labextension.js';
import { linkPackage } from './link-package.js';
import { packManifest, unpackManifest } from './manifest.js';
import { buildPages } from './pages.js';
import { placeBuild } from './place-build.js';
import { sourcesHash, writeStamp } from './stamp.js';
import { buildWasm, packKernels } from './wasm.js';

/**
 * All that follows the TypeScript compiler: the kernels, the pages, Danfo and parts of other packages. Then the build
 * takes the place of the one before, whose interface it takes along.
 *
 * @param root folder of the package
 * @param target where the compiler has written: a folder below `root`
 */
export async function finishBuild(root: string, target: string): Promise<void> {
  const hash = await sourcesHash(root);
  // Run as a program, through the link in node_modules/.bin.
  await chmod(path.join(target, 'cli/main.js'), 0o755);
  // The bundler, a process of its own, works while the kernels are compiled in this one.
  await Promise.all([
    buildDanfo(root, target),
    carryParts(root, target),
    keepUi(root, target),
    buildLabextension(root, target),
    buildKernelsAndPages(root, target),
  ]);
  await writeStamp(target, hash);
  await placeBuild(root, target);
  await linkPackage(root);
}

/** The pages carry the kernels. */
async function buildKernelsAndPages(root: string, target: string): Promise<void> {
  await buildWasm(root, target);
  await packKernels(root, target);
  await buildPages(root, target);
}

/** One step in the build that is in place. */
export async function runStep(step: string, root: string): Promise<void> {
  if (step === 'pages') await buildPages(root, path.join(root, 'dist'));
  else if (step === 'ui') await buildUi(root);
  else if (step === 'bench') await buildBench(root);
  else if (step === 'pack') await packManifest(root);
  else if (step === 'unpack') await unpackManifest(root);
  else throw new Error(`there is no step '${step}'; expected pages, ui, bench, pack or unpack`);
}

/** The interface takes seconds to build, seldom changes, and may be open in a browser. */
async function keepUi(root: string, target: string): Promise<void> {
  const built = path.join(root, 'dist/notebook/lab/ui');
  await cp(built, path.join(target, 'notebook/lab/ui'), { recursive: true }).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/** Bundles the benchmarks into the build, whose modules they import. */
async function buildBench(root: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [path.join(root, 'test/bench/main.ts')],
    outfile: path.join(root, 'dist/bench/main.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    external: ['#listenlab/*'],
    logLevel: 'info',
  });
}
