import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Metafile, type Plugin, stop } from 'esbuild';
import { FIXES } from './package-fixes.js';

/**
 * Bundles the interface: `notebook-app` and `lab-app` (`.js` and `.css`), what they load lazily, and the themes' style
 * sheets.
 *
 * @param root folder of the project
 * @param target folder to write into
 * @returns the inputs of each output file
 */
export async function bundle(root: string, target: string): Promise<Metafile> {
  const { version } = JSON.parse(
    await readFile(path.join(root, 'node_modules/anywidget/package.json'), 'utf8'),
  );
  const built = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'src/notebook/lab/ui/notebook-app.ts', out: 'notebook-app' },
      { in: 'src/notebook/lab/ui/lab-app.ts', out: 'lab-app' },
      ...['dark', 'light'].map((theme) => ({
        in: `@jupyterlab/theme-${theme}-extension/style/theme.css`,
        out: `themes/@jupyterlab/theme-${theme}-extension/index`,
      })),
    ],
    outdir: target,
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    // Licences go into a file of their own; see packages.ts.
    legalComments: 'none',
    logLevel: 'silent',
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    alias: { path: 'path-browserify' },
    define: {
      ANYWIDGET_VERSION: JSON.stringify(version),
      'process.env.NODE_ENV': '"production"',
      'process.env': '{}',
      global: 'globalThis',
      __dirname: '"/"',
    },
    loader: {
      '.raw.css': 'text',
      '.svg': 'text',
      '.woff': 'file',
      '.woff2': 'file',
      '.ttf': 'file',
      '.eot': 'file',
      '.png': 'file',
      '.gif': 'file',
    },
    plugins: [fixSources, packagesFromStyles, svgFromStyles],
  }).finally(stop);
  return built.metafile;
}

const fixSources: Plugin = {
  name: 'fix-sources',
  setup({ onLoad }) {
    onLoad({ filter: FIXED_FILES }, async ({ path: file }) => ({
      contents: fixSource(file.replaceAll(path.sep, '/'), await readFile(file, 'utf8')),
      loader: 'js',
    }));
  },
};

/** `~name/file` in a style sheet is webpack's notation for a package. */
const packagesFromStyles: Plugin = {
  name: 'packages-from-styles',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^~/ }, ({ path: file, kind, resolveDir }) =>
      esbuild.resolve(file.slice(1), { kind, resolveDir }),
    );
  },
};

/** SVGs larger than this, in bytes, are fonts or drawings and are not inlined in the style sheet. */
const LARGEST_ICON = 20_000;

/** JupyterLab imports icons as text from JavaScript and as URLs from style sheets. */
const svgFromStyles: Plugin = {
  name: 'svg-from-styles',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\.svg(#.*)?$/ }, ({ path: file, kind, resolveDir }) =>
      kind === 'url-token' && file.startsWith('.')
        ? { path: path.resolve(resolveDir, file.replace(/#.*/, '')), namespace: 'svg-address' }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'svg-address' }, async ({ path: file }) => {
      const contents = await readFile(file);
      return { contents, loader: contents.length < LARGEST_ICON ? 'dataurl' : 'file' };
    });
  },
};

/** Which files {@link fixSource} changes, for esbuild's filter. */
const FIXED_FILES = new RegExp(
  `(${FIXES.map(({ file }) => file.replaceAll('.', '\\.').replaceAll('/', '[\\\\/]')).join('|')})$`,
);

/**
 * A package's source as esbuild can bundle it.
 *
 * @param file path with forward slashes
 * @throws Error when the text that a fix replaces is missing, as after an update of the package
 * @internal
 */
export function fixSource(file: string, source: string): string {
  let fixed = source;
  for (const { file: end, find, replaceBy } of FIXES) {
    if (!file.endsWith(end)) continue;
    const before = fixed;
    fixed = fixed.replace(find, replaceBy);
    if (fixed === before)
      throw new Error(`${end} no longer contains ${find}; see whether it still needs this fix`);
  }
  return fixed;
}
