import path from 'node:path';
import { type BuildOptions, build, stop } from 'esbuild';
import { writeFileBeside } from '../../util/files.js';

/**
 * Bundles the panel, with the script of its worker as text, twice: as the module that a widget brings along
 * (`dist/tuner/panel.js`), and as a plain script that a page carries (`dist/tuner/panel-script.js`), which defines
 * `listenlabTuner.mount`. Neither loads anything. It needs what `packKernels` writes. Takes about 0.3 s.
 *
 * @example await buildPanel('.', 'dist')
 * @param root folder of the package
 * @param dist the build, in which the panel's worker is compiled already
 */
export async function buildPanel(root: string, dist: string): Promise<void> {
  try {
    // The build that is being made, which is not in place yet.
    const alias = { '#listenlab': path.resolve(dist) };
    const worker = await bundle(path.join(dist, 'tuner/session/worker.js'), { format: 'iife' });
    const define = { SESSION_SCRIPT: JSON.stringify(worker) };
    const entry = path.join(root, 'src/tuner/panel/index.ts');
    const module = await bundle(entry, { format: 'esm', define });
    const script = await bundle(entry, { format: 'iife', globalName: 'listenlabTuner', define });
    await writeFileBeside(path.join(dist, 'tuner/panel.js'), module);
    await writeFileBeside(path.join(dist, 'tuner/panel-script.js'), script);
    const tryEntry = path.join(root, 'src/tuner/panel/try-it.ts');
    const tryModule = await bundle(tryEntry, { format: 'esm', alias });
    const tryScript = await bundle(tryEntry, { format: 'iife', globalName: 'listenlabTry', alias });
    await writeFileBeside(path.join(dist, 'tuner/try.js'), tryModule);
    await writeFileBeside(path.join(dist, 'tuner/try-script.js'), tryScript);
  } finally {
    await stop();
  }
}

async function bundle(
  entry: string,
  options: Pick<BuildOptions, 'format' | 'globalName' | 'define' | 'alias'>,
): Promise<string> {
  const { outputFiles } = await build({
    ...options,
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
