import path from 'node:path';
import type ts from 'typescript';
import { PACKAGE_FOLDER } from '../../../util/node/folders.js';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { CARRIED, folderWithPackage, OWN_NAMES, packageName, resolveImport } from './resolution.js';

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
  if (specifier === 'listenlab') return { resolvedModule: ownTypes(typescript) } as ReturnType<typeof find>;
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

/** How to import a name that a cell does not have, if it is listenlab's or in one of its groups. */
export function importAdvice(typescript: TypeScript, name: string): string | undefined {
  const index = ownTypes(typescript).resolvedFileName;
  const { names, groups } = exportsOf(typescript, index);
  if (names.includes(name)) return `It is one of listenlab's: import { ${name} } from 'listenlab'.`;
  const holders = [...groups].filter(([, module]) => {
    const file = path.resolve(path.dirname(index), module.replace(/\.js$/, '.d.ts'));
    return exportsOf(typescript, file).names.includes(name);
  });
  if (holders.length === 0) return undefined;
  const ways = holders.map(([group]) => `import { ${group} } from 'listenlab', then ${group}.${name}`);
  return `listenlab has it in a group: ${ways.join('; or ')}.`;
}

/** What a declaration file exports from other modules: names and, with the module of each, groups of names. */
function exportsOf(typescript: TypeScript, file: string): { names: string[]; groups: Map<string, string> } {
  const text = typescript.sys.readFile(file) ?? '';
  const { statements } = typescript.createSourceFile(file, text, typescript.ScriptTarget.Latest);
  const names: string[] = [];
  const groups = new Map<string, string>();
  for (const statement of statements) {
    if (!typescript.isExportDeclaration(statement) || !statement.exportClause) continue;
    const { exportClause, moduleSpecifier } = statement;
    if (typescript.isNamedExports(exportClause)) {
      names.push(...exportClause.elements.map((element) => element.name.text));
    } else {
      names.push(exportClause.name.text);
      groups.set(exportClause.name.text, (moduleSpecifier as ts.StringLiteral).text);
    }
  }
  return { names, groups };
}

function ownTypes(typescript: TypeScript): ts.ResolvedModuleFull {
  return {
    resolvedFileName: path.join(PACKAGE_FOLDER, 'dist', 'index.d.ts'),
    extension: typescript.Extension.Dts,
    isExternalLibraryImport: false,
  };
}
