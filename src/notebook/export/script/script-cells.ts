import type ts from 'typescript';
import { InputError } from '../../../util/errors.js';
import { loadTypeScript, type TypeScript } from '../../jupyter/compiler-options.js';
import { mayFail, type Notebook, tagsOf } from '../../jupyter/nbformat.js';
import { boundNames } from '../../kernel/cells/names.js';

/** A code cell on its way into a script. */
export interface ScriptCell {
  /** Position among the notebook's code cells, from 1. */
  readonly number: number;
  readonly source: string;
  readonly file: ts.SourceFile;
  /** A cell that may fail: the script goes on after it. */
  readonly mayFail: boolean;
  /** A cell that does not run. */
  readonly skipped: boolean;
  readonly isSettings: boolean;
}

/**
 * The code cells of a notebook, parsed.
 *
 * @throws InputError that names the cell and line that cannot be parsed
 */
export function scriptCells(notebook: Notebook, name: string): Map<object, ScriptCell> {
  const typescript = loadTypeScript();
  const cells = notebook.cells.filter(({ cell_type }) => cell_type === 'code');
  return new Map(
    cells.map((cell, i) => {
      const tags = tagsOf(cell);
      // A `#!` line may only be the first of a file.
      const source = cell.source.replace(/^#!.*/, '').trim();
      const file = typescript.createSourceFile('cell.ts', source, typescript.ScriptTarget.Latest, true);
      const skipped = tags.includes('skip-execution');
      if (!skipped) requireParsed(typescript, file, `code cell ${i + 1} of ${name}`);
      const isSettings = tags.includes('parameters') || tags.includes('injected-parameters');
      return [cell, { number: i + 1, source, file, mayFail: mayFail(cell), skipped, isSettings }];
    }),
  );
}

function requireParsed(typescript: TypeScript, file: ts.SourceFile, where: string): void {
  const { parseDiagnostics = [] } = file as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  const [first] = parseDiagnostics;
  if (first === undefined) return;
  const line = file.getLineAndCharacterOfPosition(first.start).line + 1;
  const message = typescript.flattenDiagnosticMessageText(first.messageText, ' ');
  throw new InputError(`${where} cannot be parsed, line ${line}: ${message}; correct it, and export again`);
}

/** The names of values that a cell declares at its top, without its imports. */
export function declaredNames(typescript: TypeScript, file: ts.SourceFile): string[] {
  return file.statements.flatMap((statement) => {
    if (isAmbient(typescript, statement)) return [];
    if (typescript.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => boundNames(typescript, name));
    const isNamed =
      typescript.isFunctionDeclaration(statement) ||
      typescript.isClassDeclaration(statement) ||
      typescript.isEnumDeclaration(statement) ||
      typescript.isModuleDeclaration(statement) ||
      (typescript.isImportEqualsDeclaration(statement) && !statement.isTypeOnly);
    const { name } = isNamed ? statement : {};
    return name && typescript.isIdentifier(name) ? [name.text] : [];
  });
}

/** Whether a statement only declares types, with `declare`. */
export function isAmbient(typescript: TypeScript, statement: ts.Statement): boolean {
  const modifiers = typescript.canHaveModifiers(statement) ? typescript.getModifiers(statement) : undefined;
  return (modifiers ?? []).some(({ kind }) => kind === typescript.SyntaxKind.DeclareKeyword);
}

/**
 * Names that a script declares once, above everything else, because its cells declare them again and again, or in a
 * block of their own.
 *
 * @throws InputError for a name that is both imported and declared, or imported from two places: a script has one scope;
 *   for a namespace that several cells declare
 */
export function sharedNames(
  typescript: TypeScript,
  cells: readonly ScriptCell[],
  imported: ReadonlyMap<string, ScriptCell>,
  notebook: string,
): Set<string> {
  const owners = new Map<string, ScriptCell>();
  const shared = new Set<string>();
  for (const cell of cells) {
    for (const name of new Set(declaredNames(typescript, cell.file))) {
      const importer = imported.get(name);
      if (importer !== undefined) throw clash(name, notebook, importer, cell);
      if (cell.mayFail || owners.has(name)) shared.add(name);
      owners.set(name, cell);
    }
    for (const [name, within] of innerVars(typescript, cell)) {
      const owner = owners.get(name);
      if (owner !== undefined) throw clash(name, notebook, owner, within);
    }
  }
  for (const cell of cells) {
    const name = namespacesIn(typescript, cell.file).find((each) => shared.has(each));
    if (name !== undefined) throw noAssignment(name, notebook, cell);
  }
  // A pattern is assigned as a whole.
  for (const { file } of cells) {
    for (const statement of file.statements.filter(typescript.isVariableStatement)) {
      for (const { name } of statement.declarationList.declarations) {
        const bound = boundNames(typescript, name);
        if (bound.some((each) => shared.has(each))) for (const each of bound) shared.add(each);
      }
    }
  }
  return shared;
}

/** @returns why a script cannot have both meanings of a name */
export function clash(name: string, notebook: string, one: ScriptCell, other: ScriptCell): InputError {
  return new InputError(
    `code cells ${one.number} and ${other.number} of ${notebook} give the name '${name}' two meanings, and a script can have one of it; rename one of them`,
  );
}

/** Unlike all else that has a name, a namespace is no value that can be assigned. */
function namespacesIn(typescript: TypeScript, file: ts.SourceFile): string[] {
  const declared = file.statements.filter(typescript.isModuleDeclaration);
  return declared.filter((each) => !isAmbient(typescript, each)).map(({ name }) => name.text);
}

function noAssignment(name: string, notebook: string, { number }: ScriptCell): InputError {
  return new InputError(
    `code cell ${number} of ${notebook} declares the namespace '${name}', which a script can only do once and outside of cells that may fail; rename it, or make it an object`,
  );
}

/** Names of `var` inside of blocks, which are of the whole script. */
function innerVars(typescript: TypeScript, cell: ScriptCell): Map<string, ScriptCell> {
  const found = new Map<string, ScriptCell>();
  const visit = (node: ts.Node): void => {
    if (typescript.isFunctionLike(node) || typescript.isClassStaticBlockDeclaration(node)) return;
    if (
      typescript.isVariableDeclarationList(node) &&
      (node.flags & typescript.NodeFlags.BlockScoped) === 0 &&
      !(typescript.isVariableStatement(node.parent) && node.parent.parent === cell.file)
    ) {
      for (const { name } of node.declarations)
        for (const each of boundNames(typescript, name)) found.set(each, cell);
    }
    typescript.forEachChild(node, visit);
  };
  visit(cell.file);
  return found;
}
