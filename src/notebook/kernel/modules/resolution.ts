import { realpathSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../../util/errors.js';
import { PACKAGE_FOLDER } from '../../../util/node/folders.js';
import { by, elsewhere, missingFile, missingPackage, notExported, nothingToRun } from './import-errors.js';
import {
  CARRIED,
  folderWithPackage,
  type Importer,
  localFile,
  OWN_NAME,
  packageFile,
  packageName,
} from './module-files.js';

/** What an import refers to: a built-in module, a file of a package, or a user's own file. */
export type Target =
  | { kind: 'builtin'; name: string }
  | { kind: 'package'; file: string }
  | { kind: 'local'; file: string };

/**
 * Resolves an import of a cell or a user's file: files beside it, packages from its folder upwards, then packages that
 * listenlab itself has.
 *
 * `listenlab` and what it stands in for are always the running kernel's: the choice was made when it was started
 * (`npx listenlab` in a project takes the project's), and a second copy of another version would clash with this one's
 * front end, widgets and types.
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
  if (name === OWN_NAME) return folderWithPackage(name, PACKAGE_FOLDER);
  return folderWithPackage(name, folder) ?? folderWithPackage(name, PACKAGE_FOLDER);
}

function fileInPackage(specifier: string, home: string, importer: Importer): string {
  try {
    const file = packageFile(specifier, home);
    if (file !== undefined) return file;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw notExported(specifier, home, importer);
    throw new InputError(`${by(importer)}${message}`);
  }
  throw nothingToRun(specifier, home, importer);
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
