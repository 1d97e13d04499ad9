import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundledPackage } from './bundled-packages.js';

/** The package of Jupyter whose licence file stands for those of the others. */
const JUPYTER_TEXT = '@jupyter-widgets/jupyterlab-manager';
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/** The names, versions and licences of the packages in the bundle, with the texts of their licence files. */
export async function licencesOf(packages: readonly BundledPackage[]): Promise<string> {
  const parts = await Promise.all(packages.map(licenceOf));
  const head = `The interface of the lab is made of these ${packages.length} packages.\n`;
  return [head, ...parts].join(`\n${'='.repeat(80)}\n\n`);
}

async function licenceOf({ name, version, folder, manifest }: BundledPackage): Promise<string> {
  const { license = manifest.licenses?.[0] } = manifest;
  const term = (typeof license === 'object' ? license.type : license) ?? 'see its licence';
  const files = (await readdir(folder)).filter((file) => LICENCE_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readText(path.join(folder, file))));
  const found = texts.filter((text) => text !== '');
  return [`${name} ${version} (${term})\n`, ...(found.length > 0 ? found : [noFile(name)])].join('\n');
}

/** Jupyter's packages name their licence and leave out its text, which one of them carries for all. */
function noFile(name: string): string {
  const jupyter = /^@(jupyterlab|jupyter-notebook|jupyter-widgets|lumino|jupyter)\//.test(name);
  if (jupyter)
    return `Copyright (c) Project Jupyter Contributors. The text is that of ${JUPYTER_TEXT}, in this file.\n`;
  return 'The package carries no licence file; its package.json names the licence above.\n';
}

async function readText(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replaceAll('\r\n', '\n').trimEnd().concat('\n');
}
