import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';

/** A package that is part of the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute path. */
  readonly folder: string;
  /** The package's `package.json`. */
  readonly manifest: PackageManifest;
}

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string | { readonly type?: string };
  /** The old form. */
  readonly licenses?: readonly { readonly type?: string }[];
  readonly jupyterlab?: { readonly schemaDir?: string };
}

/** The packages whose files esbuild read, sorted by name. */
export async function bundledPackages(root: string, metafile: Metafile): Promise<BundledPackage[]> {
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(inputs.map(packageFolder).filter((folder) => folder !== undefined));
  const packages = await Promise.all(
    [...folders].map(async (relative) => {
      const folder = path.join(root, relative);
      const manifest = JSON.parse(
        await readFile(path.join(folder, 'package.json'), 'utf8'),
      ) as PackageManifest;
      return { name: manifest.name, version: manifest.version, folder, manifest };
    }),
  );
  return packages.sort(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'),
  );
}

/** `node_modules/@lumino/widgets` of `svg-address:/x/node_modules/@lumino/widgets/dist/index.js`. */
function packageFolder(input: string): string | undefined {
  const parts = input.split('/');
  const at = parts.lastIndexOf('node_modules');
  if (at < 0) return undefined;
  const start = parts.indexOf('node_modules');
  const length = parts[at + 1].startsWith('@') ? 3 : 2;
  return parts.slice(start, at + length).join('/');
}

/** The Jupyter package whose licence file stands for the others'. */
const JUPYTER_TEXT = '@jupyter-widgets/jupyterlab-manager';
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/**
 * The names, versions and licences of the packages in a bundle, with the texts of their licence files.
 *
 * @param what is made of them, as the beginning of a sentence: `The interface of the lab`
 */
export async function licencesOf(what: string, packages: readonly BundledPackage[]): Promise<string> {
  const parts = await Promise.all(packages.map(licenceOf));
  const head = `${what} is made of these ${packages.length} packages.\n`;
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

/** Jupyter's packages name their licence without its text, which only one of them includes. */
function noFile(name: string): string {
  const jupyter = /^@(jupyterlab|jupyter-notebook|jupyter-widgets|lumino|jupyter)\//.test(name);
  if (jupyter)
    return `Copyright (c) Project Jupyter Contributors. The text is that of ${JUPYTER_TEXT}, in this file.\n`;
  return 'The package carries no licence file; its package.json names the licence above.\n';
}

async function readText(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).replaceAll('\r\n', '\n').trimEnd().concat('\n');
}
