import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { FIGURES_EXTENSION } from '../notebook/lab/labextension/figures-extension.js';

/** What the extension takes from JupyterLab: classes and tokens of which there may be only one in a page. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  '@lumino/widgets': ['Widget'],
  '@jupyterlab/rendermime': ['IRenderMimeRegistry'],
};

/**
 * Bundles the extension for JupyterLab: `remoteEntry.js`, a container of module federation, and `figures.js`, which it
 * loads. Plotly is put beside them when the extension is installed.
 *
 * @param root folder of the package
 * @param dist the build
 */
export async function buildLabextension(root: string, dist: string): Promise<void> {
  const sources = path.join(root, 'src/notebook/lab/ui/labextension');
  const common = {
    absWorkingDir: root,
    outdir: path.join(dist, 'notebook/lab/labextension'),
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    define: { FIGURES_EXTENSION: JSON.stringify(FIGURES_EXTENSION) },
    logLevel: 'silent',
  } as const;
  await Promise.all([
    build({
      ...common,
      entryPoints: [{ in: path.join(sources, 'container.ts'), out: 'remoteEntry' }],
      format: 'iife',
      external: ['./figures.js'],
    }),
    build({
      ...common,
      entryPoints: [path.join(sources, 'figures.ts')],
      format: 'esm',
      loader: { '.css': 'text' },
      plugins: [sharedPackages],
    }),
  ]);
}

const sharedPackages: Plugin = {
  name: 'shared-packages',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^@(lumino|jupyterlab)\// }, ({ path: name }) =>
      name in SHARED ? { path: name, namespace: 'shared' } : { errors: [{ text: `${name} is not shared` }] },
    );
    onLoad({ filter: /.*/, namespace: 'shared' }, ({ path: name }) => ({
      contents: `const shared = await _JUPYTERLAB[FIGURES_EXTENSION].shared(${JSON.stringify(name)});
export const { ${SHARED[name].join(', ')} } = shared;`,
    }));
  },
};
