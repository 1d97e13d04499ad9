import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { bundledPackages, licencesOf } from '../notebook/lab/build/packages.js';

/**
 * Modules that need little of a large package: one language of 190, some twenty features of a thousand, a document, a way
 * to group vectors.
 */
const MODULES = [
  'engine/model/k-means.js',
  'notebook/kernel/cells/standard-library.cjs',
  'notebook/lab/export/zip.js',
  'notebook/pictures/svg/plotly-in-node.js',
  'notebook/report/highlighter.js',
];

/**
 * Puts what some modules import of other packages into the modules, so that whoever installs listenlab needs none of
 * core-js, fflate, highlight.js, linkedom and ml-kmeans: with what they need 39 MB on disk, of which this is 0.6 MB.
 *
 * @param root folder of the package
 * @param dist the build, with these modules compiled
 */
export async function carryParts(root: string, dist: string): Promise<void> {
  const bundles = await Promise.all(MODULES.map((module) => bundle(root, path.join(dist, module))));
  const outputs = Object.assign({}, ...bundles.map((metafile) => metafile.outputs));
  const packages = await bundledPackages(root, { inputs: {}, outputs });
  await writeFile(path.join(dist, 'licences.txt'), await licencesOf('What notebooks carry', packages));
}

/** Bundles a compiled module in its place. */
async function bundle(root: string, file: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    minify: true,
    metafile: true,
    platform: 'node',
    format: file.endsWith('.cjs') ? 'cjs' : 'esm',
    target: 'node20',
    // Whoever installs listenlab has it.
    external: ['ml-matrix'],
    // They are in a file beside.
    legalComments: 'none',
    logLevel: 'warning',
  });
  await rm(`${file}.map`, { force: true });
  return metafile;
}
