import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** `@scope/name/inner/file` has the name `@scope/name`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * The folder at or above one from which Node finds a package: the one whose `node_modules` holds it, or the
 * package's own, which may import itself by name. Looks at the disk each time, where Node remembers that a
 * package was missing: one that is installed while the kernel runs is found.
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
 * @throws Node's own error where the package's `exports` keep the file in
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

/** A folder and all above it, nearest first. */
export function foldersUp(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUp(parent)];
}

/** Whether a path names a file, or a link to one. */
export function isFile(file: string): boolean {
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
