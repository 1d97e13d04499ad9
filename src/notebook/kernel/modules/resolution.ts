import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { closest, distance } from 'fastest-levenshtein';
import { InputError } from '../../../util/errors.js';
import { PACKAGE_FOLDER } from '../../../util/node/folders.js';

/** What an import refers to: a built-in module, a file of a package, or a user's own file. */
export type Target =
  | { kind: 'builtin'; name: string }
  | { kind: 'package'; file: string }
  | { kind: 'local'; file: string };

/** Where an import is: the folder it is relative to, and the file unless it is a cell. */
export interface Importer {
  folder: string;
  file?: string;
}

/** Packages always taken from the running kernel, whatever is installed beside the notebook. */
export const OWN_NAMES = ['listenlab', 'tslab'];

/** Packages that listenlab carries inside, so that a cell and listenlab share their classes: by what exports them. */
export const CARRIED: Readonly<Record<string, string>> = { 'danfojs-node': 'listenlab/danfo' };

/** Possible extensions, in TypeScript's order. */
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'];

/** TypeScript refers to a file by its compiled name. */
const SOURCES_OF: Record<string, string[]> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/**
 * Resolves an import of a cell or a user's file: files beside it, packages from its folder upwards, then packages that
 * listenlab itself has.
 *
 * `listenlab`, `tslab` and what listenlab carries inside are always the running kernel's: the choice was made when it was started (`npx listenlab` in
 * a project takes the project's), and a second copy of another version would clash with this one's front end, widgets
 * and types.
 *
 * @throws {InputError} when there is nothing of that name, with what to do
 */
export function resolveImport(specifier: string, importer: Importer): Target {
  if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier };
  if (Object.hasOwn(CARRIED, specifier)) return resolveImport(CARRIED[specifier], importer);
  if (/^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(specifier)) {
    const wanted = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
    const file = localFile(path.resolve(importer.folder, wanted));
    if (file === undefined) throw missingFile(specifier, wanted, importer);
    return targetOf(file, importer);
  }
  if (/^[a-z][a-z\d+.-]+:/i.test(specifier)) throw elsewhere(specifier, importer);
  const home = specifier.startsWith('#') ? importer.folder : homeOf(specifier, importer.folder);
  if (home === undefined) throw missingPackage(specifier, importer);
  return targetOf(fileInPackage(specifier, home, importer), importer);
}

/** The folder from which a package is looked up. */
function homeOf(specifier: string, folder: string): string | undefined {
  const name = packageName(specifier);
  if (OWN_NAMES.includes(name)) return folderWithPackage(name, PACKAGE_FOLDER);
  return folderWithPackage(name, folder) ?? folderWithPackage(name, PACKAGE_FOLDER);
}

function fileInPackage(specifier: string, home: string, importer: Importer): string {
  try {
    const file = packageFile(specifier, home);
    if (file !== undefined) return file;
  } catch (error) {
    throw new InputError(`${by(importer)}${(error as Error).message}`);
  }
  throw new InputError(
    `${by(importer)}there is no "${specifier}" to run in ${path.join(home, 'node_modules', packageName(specifier))}`,
  );
}

/**
 * A file outside of node_modules is the user's, even if node_modules links to it; so are all below the importer's
 * folder, wherever that is.
 */
function targetOf(found: string, { folder }: Importer): Target {
  const file = realpathSync(found);
  const below = path.relative(folder, file);
  const installed = (below.startsWith('..') ? file : below).split(path.sep).includes('node_modules');
  const built = file.startsWith(path.join(PACKAGE_FOLDER, 'dist', path.sep));
  return { kind: installed || built ? 'package' : 'local', file };
}

function localFile(wanted: string): string | undefined {
  const extension = path.extname(wanted);
  const stem = wanted.slice(0, wanted.length - extension.length);
  const sources = (SOURCES_OF[extension] ?? []).map((other) => stem + other);
  const withExtension = EXTENSIONS.map((other) => wanted + other);
  const inFolder = EXTENSIONS.map((other) => path.join(wanted, `index${other}`));
  return [...sources, wanted, ...withExtension, ...inFolder].find(isFile);
}

function missingFile(specifier: string, wanted: string, importer: Importer): InputError {
  const folder = path.dirname(path.resolve(importer.folder, wanted));
  const base = path.basename(wanted);
  const meant = closestName(base, path.extname(base) === '' ? importableNames(folder) : namesIn(folder));
  const hint = meant === undefined ? '' : `; did you mean "${specifier.slice(0, -base.length)}${meant}"?`;
  return new InputError(`${by(importer)}there is no file "${specifier}" in ${importer.folder}${hint}`);
}

/** A URL, or a package with the prefix of another runtime. */
function elsewhere(specifier: string, importer: Importer): InputError {
  return new InputError(
    `${by(importer)}"${specifier}" is not loaded, as cells do not load code from the network; ` +
      `run "npm install" with the name of its package in ${importer.folder}, and import it by that name`,
  );
}

function missingPackage(specifier: string, importer: Importer): InputError {
  const name = packageName(specifier);
  const what = `${by(importer)}package "${name}" is not installed`;
  if (localFile(path.resolve(importer.folder, specifier))) {
    return new InputError(`${what}; to import the file next to it, write "./${specifier}"`);
  }
  const meant = closestName(name, OWN_NAMES);
  const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
  return new InputError(
    `${what}${hint}; run "npm install ${name}" in ${importer.folder} and then the cell again`,
  );
}

function by({ file }: Importer): string {
  return file === undefined ? '' : `${path.basename(file)}: `;
}

/** The closest name, at most two edits away. */
export function closestName(name: string, known: string[]): string | undefined {
  if (known.length === 0) return undefined;
  const meant = closest(name, known);
  return distance(name, meant) <= 2 ? meant : undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function importableNames(folder: string): string[] {
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
function packageFile(specifier: string, folder: string): string | undefined {
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
  try {
    const { name, exports } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    return exports === undefined ? undefined : name;
  } catch {
    return undefined;
  }
}
