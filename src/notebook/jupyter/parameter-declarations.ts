import type ts from 'typescript';
import { loadTypeScript, type TypeScript } from './compiler-options.js';
import {
  elementsOf,
  isNull,
  readAnnotation,
  type TypedValue,
  typeOf,
  withoutTypes,
} from './parameter-types.js';

/** A declaration in a notebook's parameters cell. */
export interface Parameter extends TypedValue {
  name: string;
  /** How it is declared; injected values are declared in the same way. */
  keyword: 'const' | 'let' | 'var';
  /**
   * The default as written, e.g. `'sample'`; for `process.env.NAME ?? 'sample'` its value, and `undefined` for `let
   * user;`.
   */
  default: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that the top of a cell declares, in order. */
export function parametersIn(source: string, environment: Environment): Parameter[] {
  const typescript = loadTypeScript();
  const file = typescript.createSourceFile('cell.ts', source, typescript.ScriptTarget.Latest, true);
  const statements = file.statements.filter(typescript.isVariableStatement);
  // Ambient declarations have no value.
  const own = statements.filter(
    ({ modifiers }) => !modifiers?.some(({ kind }) => kind === typescript.SyntaxKind.DeclareKeyword),
  );
  return own.flatMap(({ declarationList }) =>
    declarationList.declarations.flatMap((declaration) => {
      const { name, type, initializer } = declaration;
      if (!typescript.isIdentifier(name)) return [];
      const keyword = keywordOf(typescript, declarationList);
      const read = initializer
        ? readDefault(typescript, initializer, type, environment)
        : withoutDefault(typescript, type);
      return [{ name: name.text, keyword, ...read }];
    }),
  );
}

function keywordOf({ NodeFlags }: TypeScript, { flags }: ts.VariableDeclarationList): Parameter['keyword'] {
  if (flags & NodeFlags.Const) return 'const';
  return flags & NodeFlags.Let ? 'let' : 'var';
}

function withoutDefault(
  typescript: TypeScript,
  annotation: ts.TypeNode | undefined,
): Omit<Parameter, 'name' | 'keyword'> {
  const isAny = !annotation || ['any', 'unknown'].includes(annotation.getText());
  const annotated = annotation ? readAnnotation(typescript, annotation) : {};
  return { type: isAny ? 'any' : 'unknown', ...annotated, default: 'undefined' };
}

function readDefault(
  typescript: TypeScript,
  initializer: ts.Expression,
  annotation: ts.TypeNode | undefined,
  environment: Environment,
): Omit<Parameter, 'name' | 'keyword'> {
  const inner = inJson(typescript, initializer);
  const { variable, value } = fromEnvironment(typescript, inner ?? initializer);
  const chosen = variable === undefined ? undefined : environment[variable];
  if (inner !== undefined) {
    const json = chosen ?? (typescript.isStringLiteralLike(value) ? value.text : undefined);
    const literal = json === undefined ? undefined : literalIn(typescript, json);
    if (literal) return readDefault(typescript, literal, annotation, environment);
    return { type: 'unknown', default: initializer.getText() };
  }
  if (chosen !== undefined) return { type: 'string', default: JSON.stringify(chosen) };
  const bare = withoutTypes(typescript, value);
  const annotated = annotation ? readAnnotation(typescript, annotation) : {};
  const elements = typescript.isArrayLiteralExpression(bare) ? elementsOf(typescript, bare) : undefined;
  return {
    type: typeOf(typescript, bare),
    ...(elements ? { elements } : {}),
    ...annotated,
    ...(isNull(typescript, bare) ? { nullable: true } : {}),
    default: value.getText(),
  };
}

/** The argument of `JSON.parse`. */
function inJson(typescript: TypeScript, value: ts.Expression): ts.Expression | undefined {
  const isParse = typescript.isCallExpression(value) && value.expression.getText() === 'JSON.parse';
  return isParse && value.arguments.length === 1 ? value.arguments[0] : undefined;
}

/** JSON as a TypeScript literal; undefined if it is not JSON. */
function literalIn(typescript: TypeScript, json: string): ts.Expression | undefined {
  const file = typescript.createSourceFile('json.ts', `(${json})`, typescript.ScriptTarget.Latest, true);
  const { expression } = file.statements.find(typescript.isExpressionStatement) ?? {};
  return expression && typescript.isParenthesizedExpression(expression) ? expression.expression : undefined;
}

/** `process.env.LISTENLAB_DATASET ?? 'sample'`: a default that can be set when the kernel is started. */
function fromEnvironment(
  typescript: TypeScript,
  value: ts.Expression,
): { variable?: string; value: ts.Expression } {
  const isChoice =
    typescript.isBinaryExpression(value) &&
    value.operatorToken.kind === typescript.SyntaxKind.QuestionQuestionToken;
  const variable = isChoice ? /^process\.env\.(\w+)$/.exec(value.left.getText())?.[1] : undefined;
  return isChoice && variable !== undefined ? { variable, value: value.right } : { value };
}

/**
 * The value of a literal as TypeScript writes it, such as `{ columns: { user: 'customer' }, header: false }`: texts,
 * numbers, true, false and null, and lists and objects of them. Nothing is run.
 *
 * @returns undefined for anything but a complete literal
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
