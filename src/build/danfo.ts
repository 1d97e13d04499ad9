import { appendFile, cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { bundledPackages, licencesOf } from '../notebook/lab/build/packages.js';

/** Folder in the sources and in the build. */
const FOLDER = 'data/frame/danfo';

/** Packages that Danfo imports, and the files in `parts` that stand in for them. */
const PARTS = {
  mathjs: 'statistics.js',
  request: 'requests.js',
  'node-fetch': 'fetch.js',
  '@tensorflow/tfjs-node': 'tensors.cjs',
  xlsx: 'spreadsheets.cjs',
};

/**
 * Puts Danfo into the build, as bundles and with its types, so that whoever installs listenlab needs none of Danfo's
 * own packages: one of them is at an address outside of the registry, another downloads a binary, and together they
 * are 120 MB. TensorFlow.js and SheetJS are bundles of their own, which few calls load. Takes half a second.
 *
 * @param root folder of the package
 * @param dist the build, with the stand-ins compiled
 */
export async function buildDanfo(root: string, dist: string): Promise<void> {
  const folder = path.join(dist, FOLDER);
  const parts = Object.entries(PARTS).map(([name, part]) => [name, path.join(folder, 'parts', part)]);
  const bundles = await Promise.all([
    bundle(root, 'danfojs-node', path.join(folder, 'danfojs.cjs'), {
      alias: Object.fromEntries(parts),
      // The first is for plots in browsers, which Danfo on Node does not have.
      external: ['plotly.js-dist-min', './tensorflow.cjs', './sheetjs.cjs'],
    }),
    bundle(root, '@tensorflow/tfjs-node', path.join(folder, 'tensorflow.cjs')),
    bundle(root, 'xlsx', path.join(folder, 'sheetjs.cjs')),
  ]);
  const outputs = Object.assign({}, ...bundles.map((metafile) => metafile.outputs));
  const packages = await bundledPackages(root, { inputs: {}, outputs });
  await writeFile(path.join(folder, 'licences.txt'), await licencesOf('Danfo with its parts', packages));
  await nameExports(path.join(folder, 'danfojs.cjs'));
  await rm(path.join(folder, 'danfojs.cjs.map'), { force: true });
  await placeTypes(root, folder);
}

async function bundle(
  root: string,
  name: string,
  outfile: string,
  options: BuildOptions = {},
): Promise<Metafile> {
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    stdin: { contents: `module.exports = require('${name}');`, resolveDir: root },
    outfile,
    bundle: true,
    minify: true,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // They are in a file beside the bundles.
    legalComments: 'none',
    logLevel: 'warning',
  });
  return metafile;
}

/** Says in the way that Node looks for which names ES modules can import from a bundle. */
async function nameExports(file: string): Promise<void> {
  const names = Object.keys(createRequire(file)(file));
  await appendFile(file, `0 && (module.exports = { ${names.join(', ')} });\n`);
}

/** Danfo's declarations, in which types of other packages come from a file of ours. */
async function placeTypes(root: string, folder: string): Promise<void> {
  const source = path.join(root, 'node_modules/danfojs-node/dist');
  const target = path.join(folder, 'types');
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.d.ts'));
  for (const file of files) {
    await cp(path.join(source, file), path.join(target, file));
  }
  for (const file of files) {
    const text = await readFile(path.join(target, file), 'utf8');
    const foreign = path.relative(path.dirname(file), 'foreign').split(path.sep).join('/');
    const own = text.replace(FOREIGN_IMPORT, `$1${foreign}$2`);
    if (own !== text) await writeFile(path.join(target, file), own);
  }
  await cp(path.join(root, 'src', FOLDER, 'foreign.d.ts'), path.join(target, 'foreign.d.ts'));
  // Danfo is not a module of this package's kind: its files name each other without an extension.
  await writeFile(path.join(target, 'package.json'), '{ "type": "commonjs" }\n');
  const entry = "export * from './types/danfojs-node/src/index';\n";
  await writeFile(path.join(folder, 'danfojs.d.cts'), entry);
}

const FOREIGN_IMPORT =
  /^(import .* from ['"])(?:table|plotly\.js-dist-min|node-fetch|papaparse|xlsx|request)(['"];)$/gm;
