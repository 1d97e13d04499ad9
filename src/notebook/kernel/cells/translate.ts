import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import type { CheckedCell } from './cell-language.js';
import { isUsing, TopLevel } from './declarations.js';
import { importStatements, isVariable } from './imports.js';
import { boundNames, cellNames, isSharedName, scriptName } from './names.js';

/** A cell as a script that V8 can run. */
export interface CellScript {
  text: string;
  /** The compiler's source map, as JSON, of all lines but the first {@link PREFIX_LINES}. */
  map: string;
  /** Variables of the shared scope that the script assigns to, as they are called there. */
  names: string[];
  /** Those of its names whose declaration gives them a value. */
  initialised: { name: string; scriptName: string }[];
}

/** Lines above the cell's own in a script. */
export const PREFIX_LINES = 1;

/** Called by a cell's script with its code; see {@link CellRuntime}. */
export const RUN = Symbol.for('listenlab.cell');

/** Parameters of a cell's code; a cell may declare these names, too (see names.ts). */
export const PARAMETERS = [
  '$cell',
  'require',
  '__dirname',
  '__filename',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
] as const;

/** Their values. */
export type CellParameters = Record<(typeof PARAMETERS)[number], unknown>;

/**
 * Turns a checked cell into a script. Its declarations become assignments to variables of the one scope that
 * all scripts share, so that functions of earlier cells see what later ones assign or declare, and what a
 * cell has declared stays when it throws. Its body is an async function, which allows `await` anywhere and returns the
 * last expression.
 */
export function translate(
  typescript: TypeScript,
  { program, file }: CheckedCell,
  isCellName: (symbol: ts.Symbol) => boolean,
): CellScript {
  const checker = program.getTypeChecker();
  const names = cellNames(typescript, file);
  const bound = file.statements
    .filter(typescript.isImportDeclaration)
    .flatMap((statement) => importedNames(typescript, statement))
    .filter((name) => isVariable(typescript, checker, name))
    .map(({ text }) => text);
  const rename = (identifier: ts.Identifier) => isSharedName(typescript, checker, identifier, isCellName);
  const before = declarationsOf(typescript, checker, { names, rename });
  const written = emit(typescript, program, file, {
    before: [before],
    after: [leaveOutDeclared(typescript, new Set(names.map(scriptName)))],
  });
  const prefix = `globalThis[Symbol.for('${RUN.description}')](async (${PARAMETERS.join(', ')}) => { 'use strict';`;
  // A `#!` line is not valid JavaScript inside a function.
  const code = written.text.replace(/^#!.*/, '');
  return {
    text: `${prefix}\n${code}\n})`,
    map: written.map,
    names: names.filter((name) => !bound.includes(name)).map(scriptName),
    initialised: initialisedNames(typescript, file).map((name) => ({ name, scriptName: scriptName(name) })),
  };
}

/** How the names of a cell are translated. */
interface Names {
  /** Names of values that the cell declares at its top. */
  names: readonly string[];
  /** Whether an identifier has another name in scripts. */
  rename: (identifier: ts.Identifier) => boolean;
}

/**
 * A transformer that turns the declarations at the top of a cell into assignments, its imports into calls
 * of the kernel's, and its last expression into what it returns.
 */
function declarationsOf(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  { names, rename }: Names,
): ts.TransformerFactory<ts.SourceFile> {
  return (context) => (file) => {
    const { factory } = context;
    const target = (identifier: ts.Identifier): ts.Identifier => {
      const renamed = factory.createIdentifier(scriptName(identifier.text));
      return typescript.setTextRange(renamed, identifier);
    };
    const visitor = new TopLevel(typescript, context, rename, target);
    const last = file.statements.at(-1);
    const imports: ts.Statement[] = [];
    const functions: ts.Statement[] = [];
    const body: ts.Statement[] = [];
    for (const statement of file.statements) {
      const imported = importStatements(typescript, checker, context, statement, target);
      if (imported) imports.push(...imported);
      else if (typescript.isFunctionDeclaration(statement)) functions.push(...visitor.function(statement));
      else body.push(...visitor.statement(statement, statement === last));
    }
    // Enums and namespaces merge with existing ones of their name; those of earlier cells must not be merged.
    const opened = openedNames(typescript, file, names).map((name) =>
      factory.createExpressionStatement(
        factory.createAssignment(factory.createIdentifier(scriptName(name)), factory.createVoidZero()),
      ),
    );
    const statements = [...opened, ...imports, ...functions, ...body];
    // For a block, unlike for a file, the compiler adds no disposal variables outside of it.
    const inBlock = file.statements.some((statement) => usingOf(typescript, statement));
    return factory.updateSourceFile(file, inBlock ? [factory.createBlock(statements, true)] : statements);
  };
}

/** Names that enums and namespaces of the cell open, and no function or class of it. */
function openedNames(typescript: TypeScript, file: ts.SourceFile, names: readonly string[]): string[] {
  const ofKind = (fits: (statement: ts.Statement) => boolean) =>
    file.statements.filter(fits).flatMap((statement) => {
      const { name } = statement as ts.DeclarationStatement;
      return name && typescript.isIdentifier(name) ? name.text : [];
    });
  const others = new Set(
    ofKind((each) => typescript.isFunctionDeclaration(each) || typescript.isClassDeclaration(each)),
  );
  const opened = ofKind((each) => typescript.isEnumDeclaration(each) || typescript.isModuleDeclaration(each));
  return [...new Set(opened)].filter((name) => names.includes(name) && !others.has(name));
}

/** The flags of a top-level `using` or `await using`. */
function usingOf(typescript: TypeScript, statement: ts.Statement): boolean {
  return typescript.isVariableStatement(statement) && isUsing(typescript, statement.declarationList);
}

function emit(
  typescript: TypeScript,
  program: ts.Program,
  file: ts.SourceFile,
  transformers: ts.CustomTransformers,
): { text: string; map: string } {
  const written = { text: '', map: '{}' };
  const write = (name: string, text: string) => {
    if (name.endsWith('.map')) written.map = text;
    else if (name.endsWith('.js')) written.text = text.replace(/\/\/# sourceMappingURL=.*\s*$/, '');
  };
  const { emitSkipped } = program.emit(file, write, undefined, false, transformers);
  if (emitSkipped) throw new Error(`TypeScript ${typescript.version} wrote nothing for ${file.fileName}`);
  return written;
}

/**
 * Removes what the compiler adds: `export {}`, and the `var` of an enum or a namespace, whose name is one of the shared
 * scope.
 */
function leaveOutDeclared(
  typescript: TypeScript,
  names: ReadonlySet<string>,
): ts.TransformerFactory<ts.SourceFile> {
  const isAdded = (statement: ts.Statement): boolean => {
    if (typescript.isExportDeclaration(statement)) return true;
    if (!typescript.isVariableStatement(statement)) return false;
    return statement.declarationList.declarations.every(
      ({ name, initializer }) =>
        initializer === undefined && typescript.isIdentifier(name) && names.has(name.text),
    );
  };
  return ({ factory }) =>
    (file) =>
      factory.updateSourceFile(
        file,
        file.statements.filter((statement) => !isAdded(statement)),
      );
}

/** Names of the variables, classes and imports of a cell that have a value once it has run to its end. */
function initialisedNames(typescript: TypeScript, file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    if (typescript.isClassDeclaration(statement)) return statement.name?.text ?? [];
    if (typescript.isImportDeclaration(statement)) {
      return importedNames(typescript, statement).map(({ text }) => text);
    }
    if (!typescript.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations
      .filter(({ initializer }) => initializer !== undefined)
      .flatMap(({ name }) => boundNames(typescript, name));
  });
}

function importedNames(typescript: TypeScript, { importClause }: ts.ImportDeclaration): ts.Identifier[] {
  const { name, namedBindings } = importClause ?? {};
  const named =
    namedBindings && typescript.isNamedImports(namedBindings)
      ? namedBindings.elements.map((element) => element.name)
      : (namedBindings?.name ?? []);
  return [name ?? [], named].flat();
}
