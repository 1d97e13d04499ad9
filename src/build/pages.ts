import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build, stop } from 'esbuild';
import { writeFileBeside } from '../util/node/files.js';

/** Scripts and style sheets that pages carry, by the folder that they are in, here and in the build. */
const PAGES = {
  'notebook/page/report': [
    'theme-start.ts',
    'report.ts',
    'report-index.ts',
    'report-figures.ts',
    'report-live.ts',
    'report-tables.ts',
    'report.css',
  ],
  'notebook/page/picture': ['picture-page.ts'],
  'notebook/page/first-page': ['first-page.ts', 'first-page.css'],
};

/** What makes one bundle differ from another. */
type Bundling = Pick<BuildOptions, 'format' | 'globalName' | 'define' | 'alias'>;

/**
 * Bundles all that runs in browsers but for the interface made of JupyterLab: the report, the first page, and the
 * panels. Nothing that is made loads anything. It needs what `packKernels` writes. Takes about half a second.
 *
 * @param root folder of the package
 * @param dist the build, in which the panel's worker is compiled already
 */
export async function buildPages(root: string, dist: string): Promise<void> {
  try {
    for (const [folder, names] of Object.entries(PAGES)) {
      await mkdir(path.join(dist, folder), { recursive: true });
      for (const name of names) {
        const text = await bundle(path.join(root, 'src', folder, name), { format: 'iife' });
        await writeFileBeside(path.join(dist, folder, name.replace(/\.ts$/, '.js')), text);
      }
    }
    await buildPanels(root, dist);
  } finally {
    await stop();
  }
}

/**
 * Each panel twice: as the module that a widget brings along (`panel.js`, `try.js`), and as a plain script that a page
 * carries (`panel-script.js`, `try-script.js`), which defines `listenlabTuner.mount` or `listenlabTry.mount`.
 */
async function buildPanels(root: string, dist: string): Promise<void> {
  const worker = await bundle(path.join(dist, 'tuner/session/worker.js'), { format: 'iife' });
  const styles = await bundle(path.join(root, 'src/tuner/panel/styles/panel.css'), {});
  const define = { SESSION_SCRIPT: JSON.stringify(worker), PANEL_STYLES: JSON.stringify(styles.trim()) };
  // The build that is being made, which is not in place yet.
  const alias = { '#listenlab': path.resolve(dist) };
  for (const [source, name, globalName] of [
    ['index.ts', 'panel', 'listenlabTuner'],
    ['try-it.ts', 'try', 'listenlabTry'],
  ]) {
    const entry = path.join(root, 'src/tuner/panel', source);
    const module = await bundle(entry, { format: 'esm', define, alias });
    const script = await bundle(entry, { format: 'iife', globalName, define, alias });
    await writeFileBeside(path.join(dist, `tuner/${name}.js`), module);
    await writeFileBeside(path.join(dist, `tuner/${name}-script.js`), script);
  }
}

async function bundle(entry: string, bundling: Bundling): Promise<string> {
  const { outputFiles } = await build({
    ...bundling,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}
