import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { isUsing } from '../../kernel/cells/declarations.js';
import { isAmbient, type ScriptCell } from './script-cells.js';

/**
 * What in cells is more than types on top of JavaScript: Node.js by itself leaves types out, and translates nothing.
 *
 * @returns the words for it, such as `enum`
 */
export function notErasable(typescript: TypeScript, cells: readonly ScriptCell[]): string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    const word = wordFor(typescript, node);
    if (word !== undefined) found.add(word);
    typescript.forEachChild(node, visit);
  };
  for (const { file } of cells) visit(file);
  return [...found].sort();
}

function wordFor(typescript: TypeScript, node: ts.Node): string | undefined {
  if (typescript.isEnumDeclaration(node)) return isAmbient(typescript, node) ? undefined : 'enum';
  if (typescript.isModuleDeclaration(node)) return isAmbient(typescript, node) ? undefined : 'namespace';
  if (typescript.isDecorator(node)) return 'decorators';
  if (typescript.isVariableDeclarationList(node)) return isUsing(typescript, node) ? 'using' : undefined;
  if (typescript.isParameter(node))
    return typescript.isParameterPropertyDeclaration(node, node.parent) ? 'parameter properties' : undefined;
  return undefined;
}
