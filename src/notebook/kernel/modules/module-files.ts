import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where an import is: the folder it is relative to, and the file unless it is a cell. */
export interface Importer {
  folder: string;
  file?: string;
}

/** The package always taken from the running kernel, whatever is installed beside the notebook. */
export const OWN_NAME = 'listenlab';

/**
 * Packages that listenlab stands in for, by what it exports in their place: a cell and listenlab share Danfo's classes,
 * and tslab's displays come out of the running kernel.
 */
export const CARRIED: Readonly<Record<string, string>> = {
  'danfojs-node': 'listenlab/danfo',
  tslab: 'listenlab/tslab',
};

/** Possible extensions, in TypeScript's order. */
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

/** TypeScript refers to a file by its compiled name. */
const SOURCES_OF: Record<string, string[]> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** The user's own file that a path refers to, with or without its extension, or as a folder. */
export function localFile(wanted: string): string | undefined {
  const extension = path.extname(wanted);
  const stem = wanted.slice(0, wanted.length - extension.length);
  const sources = (SOURCES_OF[extension] ?? []).map((other) => stem + other);
  const withExtension = EXTENSIONS.map((other) => wanted + other);
  const inFolder = EXTENSIONS.map((other) => path.join(wanted, `index${other}`));
  return [...sources, wanted, ...withExtension, ...inFolder].find(isFile);
}

/** Names in a folder; none if there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Names of a folder's files as an import can give them, without extension. */
export function importableNames(folder: string): string[] {
  const importable = namesIn(folder).filter((name) => EXTENSIONS.includes(path.extname(name)));
  return [...new Set(importable.map((name) => path.parse(name).name))];
}

/** `@scope/name/inner/file` has the name `@scope/name`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * The folder at or above one from which Node finds a package: the one whose `node_modules` holds it, or the
 * package's own, which may import itself by name. Checks the disk each time, whereas Node caches missing packages: one
 * installed while the kernel runs is found.
 */
export function folderWithPackage(name: string, from: string): string | undefined {
  return foldersUp(from).find(
    (folder) => existsSync(path.join(folder, 'node_modules', name)) || ownName(folder) === name,
  );
}

/**
 * The file that Node would load for a package, or for a file in it, with an `import`.
 *
 * @param specifier as in the import, e.g. `d3` or `lodash/fp`
 * @param folder one that {@link folderWithPackage} gave
 * @returns an absolute path; undefined where the package has no such file
 * @throws Node's own error where the package's `exports` do not export the file
 */
export function packageFile(specifier: string, folder: string): string | undefined {
  const base = pathToFileURL(path.join(folder, 'cell.js')).href;
  const file = fileURLToPath(import.meta.resolve(specifier, base));
  if (isFile(file)) return file;
  try {
    // As require() does: `lodash/fp` is lodash/fp.js, a folder its index.js.
    return createRequire(base).resolve(specifier);
  } catch {
    return undefined;
  }
}

/** Names of the packages installed for a folder: in its `node_modules` and in those above it. */
export function installedNames(from: string): string[] {
  return foldersUp(from).flatMap((folder) => {
    const installed = path.join(folder, 'node_modules');
    return namesIn(installed).flatMap((name) => {
      if (name.startsWith('.')) return [];
      if (!name.startsWith('@')) return [name];
      return namesIn(path.join(installed, name)).map((inner) => `${name}/${inner}`);
    });
  });
}

/**
 * What can be imported of a package that has `exports`: `d3`, `d3/part`, `d3/maps/*`.
 *
 * @param folder one that {@link folderWithPackage} gave
 */
export function exportedNames(name: string, folder: string): string[] {
  const installed = path.join(folder, 'node_modules', name);
  const exports = manifestOf(existsSync(installed) ? installed : folder)?.exports;
  const isMap = typeof exports === 'object' && exports !== null && !Array.isArray(exports);
  const keys = isMap ? Object.keys(exports).filter((key) => key.startsWith('.')) : [];
  const specifiers = (keys.length > 0 ? keys : ['.']).map((key) => name + key.slice(1));
  return specifiers.filter((each) => {
    if (each.endsWith('/package.json')) return false;
    try {
      return each.includes('*') || packageFile(each, folder) !== undefined;
    } catch {
      return false;
    }
  });
}

/** A folder and all above it, nearest first. */
function foldersUp(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUp(parent)];
}

/** Whether a path names a file, or a link to one. */
function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The name in a folder's package.json when Node lets the package import itself by it. */
function ownName(folder: string): string | undefined {
  const manifest = manifestOf(folder);
  return manifest?.exports === undefined ? undefined : manifest.name;
}

/** A folder's package.json, if there is one that can be read. */
function manifestOf(folder: string): { name?: string; exports?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  } catch {
    return undefined;
  }
}
