import path from 'node:path';
import type ts from 'typescript-for-cells';
import type { TypeScript } from '../../jupyter/typescript.js';
import { folderWithPackage, OWN_NAMES, OWN_PACKAGE, packageName, resolveImport } from './resolution.js';

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
  const find = (from: string) => typescript.resolveModuleName(specifier, from, options, host);
  const ownFile = path.join(OWN_PACKAGE, 'dist', 'cell.ts');
  const name = packageName(specifier);
  if (name === 'listenlab') return { resolvedModule: ownTypes(typescript) } as ReturnType<typeof find>;
  if (OWN_NAMES.includes(name)) return find(ownFile);
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

/** How to import an undefined name used by a cell, if listenlab exports it. */
export function importAdvice(typescript: TypeScript, name: string): string | undefined {
  const { resolvedFileName } = ownTypes(typescript);
  const text = typescript.sys.readFile(resolvedFileName) ?? '';
  const { statements } = typescript.createSourceFile(resolvedFileName, text, typescript.ScriptTarget.Latest);
  const isExported = statements.some(
    (statement) =>
      typescript.isExportDeclaration(statement) &&
      statement.exportClause !== undefined &&
      typescript.isNamedExports(statement.exportClause) &&
      statement.exportClause.elements.some((element) => element.name.text === name),
  );
  return isExported ? `It is one of listenlab's: import { ${name} } from 'listenlab'.` : undefined;
}

function ownTypes(typescript: TypeScript): ts.ResolvedModuleFull {
  return {
    resolvedFileName: path.join(OWN_PACKAGE, 'dist', 'index.d.ts'),
    extension: typescript.Extension.Dts,
    isExternalLibraryImport: false,
  };
}
