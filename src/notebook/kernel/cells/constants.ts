import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import type { CheckedCell, KeptCell } from './cell-language.js';
import { boundNames, cellNames, isCellVariable } from './names.js';

/** An assignment inside a function, and the name its cell gives that function. */
interface InnerAssignment {
  name: string;
  owner: string | undefined;
}

/**
 * Finds constants of a cell to which functions of earlier cells still assign: all cells share one scope, so nothing
 * prevents it.
 *
 * @param kept the cells before it, in the order in which they ran
 * @param isCellName whether the declaration of a name is at the top of a cell
 */
export function assignedConstants(
  typescript: TypeScript,
  { program, file }: CheckedCell,
  kept: readonly KeptCell[],
  isCellName: (symbol: ts.Symbol) => boolean,
): string[] {
  const declared = [...kept.map((cell) => cell.file), file].map(
    (each) => new Set(cellNames(typescript, each)),
  );
  // Most names are new: then earlier cells need not be searched.
  const constants = constantNames(typescript, file).filter((name) =>
    declared.slice(0, -1).some((names) => names.has(name)),
  );
  if (constants.length === 0) return [];
  const checker = program.getTypeChecker();
  const isWritten = (identifier: ts.Identifier): boolean =>
    constants.includes(identifier.text) &&
    isAssigned(typescript, identifier) &&
    isCellVariable(typescript, checker, identifier, isCellName);
  const writers = kept.flatMap((cell, i) =>
    innerAssignments(typescript, cell.file, isWritten)
      .filter(({ owner = '' }) => !declared.slice(i + 1).some((names) => names.has(owner)))
      .map(({ name, owner = 'a function' }) => ({ name, writer: `${owner} of ${cell.label}` })),
  );
  return constants.flatMap((name) => {
    const found = new Set(writers.filter((each) => each.name === name).map(({ writer }) => writer));
    if (found.size === 0) return [];
    const verb = found.size === 1 ? 'assigns' : 'assign';
    return `${name} is a const here, but ${[...found].join(' and ')} still ${verb} to it. Declare it with let, or give it another name.\n`;
  });
}

function constantNames(typescript: TypeScript, file: ts.SourceFile): string[] {
  return file.statements
    .filter(typescript.isVariableStatement)
    .filter(({ declarationList }) => (declarationList.flags & typescript.NodeFlags.Constant) !== 0)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ name }) => boundNames(typescript, name));
}

/** The assignments of a cell that happen when its functions are called, not only when it runs. */
function innerAssignments(
  typescript: TypeScript,
  file: ts.SourceFile,
  isWritten: (identifier: ts.Identifier) => boolean,
): InnerAssignment[] {
  const found: InnerAssignment[] = [];
  const visit = (node: ts.Node, owner: string | undefined, isInner: boolean): void => {
    if (typescript.isIdentifier(node)) {
      if (isInner && isWritten(node)) found.push({ name: node.text, owner });
      return;
    }
    const inner = isInner || typescript.isFunctionLike(node);
    const { name } = node as Partial<ts.NamedDeclaration>;
    const named = !isInner && name && typescript.isIdentifier(name) ? (owner ?? name.text) : owner;
    typescript.forEachChild(node, (child) => visit(child, named, inner));
  };
  for (const statement of file.statements) visit(statement, undefined, false);
  return found;
}

/** Whether an identifier is the target of `=`, `+=`, `++` or a loop, alone or within a pattern. */
function isAssigned(typescript: TypeScript, identifier: ts.Identifier): boolean {
  let node: ts.Node = identifier;
  while (isPartOfTarget(typescript, node)) node = node.parent;
  const { parent } = node;
  const { PlusPlusToken, MinusMinusToken, FirstAssignment, LastAssignment } = typescript.SyntaxKind;
  if (typescript.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    return parent.left === node && kind >= FirstAssignment && kind <= LastAssignment;
  }
  if (typescript.isPrefixUnaryExpression(parent) || typescript.isPostfixUnaryExpression(parent)) {
    return parent.operator === PlusPlusToken || parent.operator === MinusMinusToken;
  }
  const isLoop = typescript.isForOfStatement(parent) || typescript.isForInStatement(parent);
  return isLoop && parent.initializer === node;
}

/** Whether the parent node is part of an assignment target if this node is. */
function isPartOfTarget(typescript: TypeScript, node: ts.Node): boolean {
  const { parent } = node;
  if (typescript.isPropertyAssignment(parent)) return parent.initializer === node;
  if (typescript.isShorthandPropertyAssignment(parent)) return parent.name === node;
  return (
    typescript.isParenthesizedExpression(parent) ||
    typescript.isNonNullExpression(parent) ||
    typescript.isAsExpression(parent) ||
    typescript.isSatisfiesExpression(parent) ||
    typescript.isArrayLiteralExpression(parent) ||
    typescript.isObjectLiteralExpression(parent) ||
    typescript.isSpreadElement(parent) ||
    typescript.isSpreadAssignment(parent)
  );
}
