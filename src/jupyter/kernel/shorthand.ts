import type * as ts from '@tslab/typescript-for-tslab';
import type { TypeScript } from './tslab.js';

/**
 * Spells out `{ alpha }` as `{ alpha: exports.alpha }` where alpha comes from an earlier cell. tslab keeps
 * the variables of cells on `exports` and rewrites every mention of them but this one, which would be
 * "alpha is not defined".
 *
 * A name that the cell itself declares anywhere, be it as a parameter, is left alone.
 *
 * @param compiled a cell as tslab compiled it
 * @param earlier the names that earlier cells declared
 */
export function spellOutShorthands(
  typescript: TypeScript,
  compiled: string,
  earlier: ReadonlySet<string>,
): string {
  const file = typescript.createSourceFile('cell.js', compiled, typescript.ScriptTarget.ES2022, true);
  const declared = new Set<string>();
  const shorthands: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (isDeclaration(typescript, node)) declared.add((node.name as ts.Identifier).text);
    if (typescript.isShorthandPropertyAssignment(node)) shorthands.push(node.name);
    typescript.forEachChild(node, visit);
  };
  visit(file);
  return shorthands
    .filter(({ text }) => earlier.has(text) && !declared.has(text))
    .reduceRight(
      (text, name) => `${text.slice(0, name.end)}: exports.${name.text}${text.slice(name.end)}`,
      compiled,
    );
}

/** A variable, parameter, destructured name, function or class with a plain name. */
function isDeclaration(typescript: TypeScript, node: ts.Node): node is ts.NamedDeclaration {
  const names =
    typescript.isVariableDeclaration(node) ||
    typescript.isParameter(node) ||
    typescript.isBindingElement(node) ||
    typescript.isFunctionLike(node) ||
    typescript.isClassLike(node);
  return names && node.name !== undefined && typescript.isIdentifier(node.name);
}
