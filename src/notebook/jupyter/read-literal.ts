import type ts from 'typescript-for-cells';
import { loadTypeScript, type TypeScript } from './typescript.js';

/**
 * The value of a literal as TypeScript writes it, such as `{ columns: { user: 'customer' }, header: false }`: texts,
 * numbers, true, false and null, and lists and objects of them. Nothing is run.
 *
 * @returns undefined for what is no literal, or none that is whole
 */
export function readLiteral(text: string): unknown {
  const typescript = loadTypeScript();
  const file = typescript.createSourceFile('literal.ts', `(${text}\n)`, typescript.ScriptTarget.Latest, true);
  const { parseDiagnostics = [] } = file as unknown as { parseDiagnostics?: readonly ts.Diagnostic[] };
  const [statement, ...others] = file.statements;
  if (parseDiagnostics.length > 0 || others.length > 0) return undefined;
  if (!typescript.isExpressionStatement(statement)) return undefined;
  try {
    return literalValue(typescript, statement.expression);
  } catch (error) {
    if (error instanceof NoLiteral) return undefined;
    throw error;
  }
}

class NoLiteral extends Error {}

function literalValue(typescript: TypeScript, node: ts.Expression): unknown {
  const { SyntaxKind } = typescript;
  if (typescript.isParenthesizedExpression(node)) return literalValue(typescript, node.expression);
  if (typescript.isStringLiteralLike(node)) return node.text;
  if (typescript.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === SyntaxKind.TrueKeyword || node.kind === SyntaxKind.FalseKeyword)
    return node.kind === SyntaxKind.TrueKeyword;
  if (node.kind === SyntaxKind.NullKeyword) return null;
  if (typescript.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.MinusToken) {
    if (typescript.isNumericLiteral(node.operand)) return -Number(node.operand.text);
  }
  if (typescript.isArrayLiteralExpression(node))
    return node.elements.map((each) => literalValue(typescript, each));
  if (!typescript.isObjectLiteralExpression(node)) throw new NoLiteral();
  const entries = node.properties.map((property) => {
    if (!typescript.isPropertyAssignment(property) || typescript.isComputedPropertyName(property.name))
      throw new NoLiteral();
    return [property.name.text, literalValue(typescript, property.initializer)];
  });
  return Object.fromEntries(entries);
}
