import path from 'node:path';
import type ts from 'typescript';
import { PACKAGE_FOLDER } from '../../../util/node/folders.js';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { CARRIED, folderWithPackage, OWN_NAME, packageName } from './module-files.js';
import { OWN_TYPES } from './own-names.js';
import { resolveImport } from './resolution.js';

/**
 * Finds the types of imports of a cell or a user's file, like a compiler's `resolveModuleNameLiterals`: for the same
 * module that {@link resolveImport} finds to run.
 *
 * @param file that imports; a cell's is in the notebook's folder
 */
export function resolveTypes(
  typescript: TypeScript,
  specifier: string,
  file: string,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): ts.ResolvedModuleWithFailedLookupLocations {
  if (Object.hasOwn(CARRIED, specifier))
    return resolveTypes(typescript, CARRIED[specifier], file, options, host);
  const find = (from: string) => typescript.resolveModuleName(specifier, from, options, host);
  const ownFile = path.join(PACKAGE_FOLDER, 'dist', 'cell.ts');
  const name = packageName(specifier);
  if (specifier === OWN_NAME) return { resolvedModule: ownTypes(typescript) } as ReturnType<typeof find>;
  if (name === OWN_NAME) return find(ownFile);
  const own = /^[./#]/.test(specifier) || folderWithPackage(name, path.dirname(file)) !== undefined;
  const found = find(file);
  return own || found.resolvedModule ? found : find(ownFile);
}

/**
 * The error of an import without types: undefined if there is a module to run anyway, whose values are then `any`.
 *
 * @param folder of the file that imports
 */
export function importMistake(specifier: string, folder: string): string | undefined {
  try {
    resolveImport(specifier, { folder });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function ownTypes(typescript: TypeScript): ts.ResolvedModuleFull {
  return {
    resolvedFileName: OWN_TYPES,
    extension: typescript.Extension.Dts,
    isExternalLibraryImport: false,
  };
}
