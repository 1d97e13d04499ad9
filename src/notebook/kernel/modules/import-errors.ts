import { builtinModules, isBuiltin } from 'node:module';
import path from 'node:path';
import { closest, distance } from 'fastest-levenshtein';
import { InputError } from '../../../util/errors.js';
import { PACKAGE_FOLDER } from '../../../util/node/folders.js';
import {
  CARRIED,
  exportedNames,
  type Importer,
  importableNames,
  installedNames,
  localFile,
  namesIn,
  OWN_NAME,
  packageName,
} from './module-files.js';

/** Most exports of a package that an error lists. */
const MOST_EXPORTS = 8;

/** There is no file of the user's own at a path. */
export function missingFile(specifier: string, wanted: string, importer: Importer): InputError {
  const hint = fileHint(specifier, path.resolve(importer.folder, wanted));
  return new InputError(`${by(importer)}there is no file "${specifier}" in ${importer.folder}${hint}`);
}

/** The file with the closest name, for an import of one that is not there. */
function fileHint(specifier: string, wanted: string): string {
  const { dir, base, ext } = path.parse(wanted);
  const meant = closestName(base, ext === '' ? importableNames(dir) : namesIn(dir));
  return meant === undefined ? '' : `; did you mean "${specifier.slice(0, -base.length)}${meant}"?`;
}

/** Nothing is installed under the name of a package. */
export function missingPackage(specifier: string, importer: Importer): InputError {
  const name = packageName(specifier);
  if (isBuiltin(name)) return missingBuiltin(specifier, importer);
  const what = `${by(importer)}package "${name}" is not installed`;
  if (localFile(path.resolve(importer.folder, specifier))) {
    return new InputError(`${what}; to import the file next to it, write "./${specifier}"`);
  }
  const install = `run "npm install ${name}" in ${importer.folder} and then the cell again`;
  const meant = closestModule(specifier, importer);
  return new InputError(
    meant === undefined ? `${what}; ${install}` : `${what}; did you mean "${meant}"? If not, ${install}`,
  );
}

/** A URL, or a package with the prefix of another runtime. */
export function elsewhere(specifier: string, importer: Importer): InputError {
  if (specifier.startsWith('node:')) return missingBuiltin(specifier, importer);
  return new InputError(
    `${by(importer)}"${specifier}" is not loaded, as cells do not load code from the network; ` +
      `run "npm install" with the name of its package in ${importer.folder}, and import it by that name`,
  );
}

/** A package has `exports`, and this is none of them. */
export function notExported(specifier: string, home: string, importer: Importer): InputError {
  const name = packageName(specifier);
  const exported = exportedNames(name, home);
  const meant = closestName(specifier, exported);
  const hint = meant === undefined ? '' : ` did you mean "${meant}"?`;
  const listed = exported.slice(0, MOST_EXPORTS).map((each) => `"${each}"`);
  const more = exported.length > MOST_EXPORTS ? ` and ${exported.length - MOST_EXPORTS} more` : '';
  const what = exported.length === 0 ? 'nothing that cells can import' : `${listed.join(', ')}${more}`;
  return new InputError(
    `${by(importer)}package "${name}" does not export "${specifier}";${hint} ${hint ? 'It' : 'it'} exports ${what}`,
  );
}

/** A package without `exports` has no such file. */
export function nothingToRun(specifier: string, home: string, importer: Importer): InputError {
  const installed = path.join(home, 'node_modules');
  const isWhole = specifier === packageName(specifier);
  const hint = isWhole ? '' : fileHint(specifier, path.join(installed, specifier));
  return new InputError(
    `${by(importer)}there is no "${specifier}" to run in ${path.join(installed, packageName(specifier))}${hint}`,
  );
}

/** The start of a message about an import in a file. */
export function by({ file }: Importer): string {
  return file === undefined ? '' : `${path.basename(file)}: `;
}

/** The closest name: at most two edits away, and at most a third of its letters, as short names resemble any other. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const meant = closest(name, known);
  return distance(name, meant) <= Math.min(2, Math.floor(name.length / 3)) ? meant : undefined;
}

function missingBuiltin(specifier: string, importer: Importer): InputError {
  const prefix = specifier.startsWith('node:') ? 'node:' : '';
  const known = builtinModules.filter((name) => !name.startsWith('_'));
  const meant = closestName(
    specifier.slice(prefix.length),
    known.map((name) => name.replace(/^node:/, '')),
  );
  const hint = meant === undefined ? '' : `; did you mean "${prefix}${meant}"?`;
  return new InputError(
    `${by(importer)}Node.js ${process.version} has no built-in module "${specifier}"${hint}`,
  );
}

/** What an import probably means, of all that can be imported: with the package's name corrected, or all of it. */
function closestModule(specifier: string, { folder }: Importer): string | undefined {
  const name = packageName(specifier);
  const packages = [
    OWN_NAME,
    ...Object.keys(CARRIED),
    ...builtinModules.filter((each) => !each.startsWith('_')),
    ...installedNames(folder),
    ...installedNames(PACKAGE_FOLDER),
  ];
  const whole = closestName(specifier, [...exportedNames('listenlab', PACKAGE_FOLDER), ...packages]);
  if (whole !== undefined) return whole;
  const meant = closestName(name, packages);
  return meant === undefined ? undefined : meant + specifier.slice(name.length);
}
