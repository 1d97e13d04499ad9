import type ts from 'typescript-for-cells';
import { loadTypeScript, type TypeScript } from './typescript.js';

/**
 * What a parameter can be given; `any` where it has neither an annotation nor a default, and `unknown` where these do
 * not say.
 */
export type ParameterType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'bigint'
  | 'date'
  | 'array'
  | 'object'
  | 'any'
  | 'unknown';

/** A declaration in a notebook's parameters cell. */
export interface Parameter {
  name: string;
  /** How it is declared; a value given for a run is declared alike. */
  keyword: 'const' | 'let' | 'var';
  type: ParameterType;
  /** What each element of an array is, where its default's elements are all alike. */
  elements?: ParameterType;
  /** The texts or numbers it is declared to be one of, as in `let weighting: 'log' | 'linear' = 'log'`. */
  choices?: (string | number)[];
  /** Whether its annotation or its default allows null. */
  nullable?: true;
  /**
   * The default as it is written, e.g. `'sample'`; of `process.env.NAME ?? 'sample'` what it comes to, and `undefined`
   * of `let user;`.
   */
  default: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that the top of a cell declares, in order. */
export function parametersIn(source: string, environment: Environment): Parameter[] {
  const typescript = loadTypeScript();
  const file = typescript.createSourceFile('cell.ts', source, typescript.ScriptTarget.Latest, true);
  const statements = file.statements.filter(typescript.isVariableStatement);
  // What is declared for the compiler alone has no value here.
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

/** What `JSON.parse` reads. */
function inJson(typescript: TypeScript, value: ts.Expression): ts.Expression | undefined {
  const isParse = typescript.isCallExpression(value) && value.expression.getText() === 'JSON.parse';
  return isParse && value.arguments.length === 1 ? value.arguments[0] : undefined;
}

/** JSON as the literal that it is in TypeScript; undefined for what is none. */
function literalIn(typescript: TypeScript, json: string): ts.Expression | undefined {
  const file = typescript.createSourceFile('json.ts', `(${json})`, typescript.ScriptTarget.Latest, true);
  const { expression } = file.statements.find(typescript.isExpressionStatement) ?? {};
  return expression && typescript.isParenthesizedExpression(expression) ? expression.expression : undefined;
}

/** `process.env.LISTENLAB_DATASET ?? 'sample'`: a default that whoever starts the kernel can choose. */
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

/** `([1, 2] as const)` is `[1, 2]`. */
function withoutTypes(typescript: TypeScript, value: ts.Expression): ts.Expression {
  const isWrapped =
    typescript.isParenthesizedExpression(value) ||
    typescript.isAsExpression(value) ||
    typescript.isSatisfiesExpression(value);
  return isWrapped ? withoutTypes(typescript, value.expression) : value;
}

/** What an annotation says: of a union all members but null and undefined, where they are of one type. */
function readAnnotation(
  typescript: TypeScript,
  annotation: ts.TypeNode,
): Partial<Pick<Parameter, 'type' | 'choices' | 'nullable'>> {
  const members = typescript.isUnionTypeNode(annotation) ? [...annotation.types] : [annotation];
  const literals = members.map((member) =>
    typescript.isLiteralTypeNode(member) ? member.literal : undefined,
  );
  const nullable = literals.some((literal) => literal && isNull(typescript, literal));
  const named = members.filter(
    (member, i) =>
      !(literals[i] && isNull(typescript, literals[i])) &&
      member.kind !== typescript.SyntaxKind.UndefinedKeyword,
  );
  const types = new Set(named.map((member) => annotatedType(typescript, member)));
  const [type] = types.size === 1 ? types : [];
  const choices = named.map((member) => literalValue(typescript, member));
  const isChoice = choices.length > 0 && choices.every((choice) => choice !== undefined);
  return {
    ...(type ? { type } : {}),
    ...(isChoice ? { choices } : {}),
    ...(nullable ? { nullable } : {}),
  };
}

function annotatedType(typescript: TypeScript, annotation: ts.TypeNode): ParameterType | undefined {
  if (typescript.isArrayTypeNode(annotation)) return 'array';
  if (typescript.isLiteralTypeNode(annotation)) return typeOf(typescript, annotation.literal);
  const written = annotation.getText();
  if (written === 'Date') return 'date';
  return (['string', 'number', 'boolean', 'bigint'] as const).find((type) => type === written);
}

function literalValue(typescript: TypeScript, annotation: ts.TypeNode): string | number | undefined {
  if (!typescript.isLiteralTypeNode(annotation)) return undefined;
  const { literal } = annotation;
  if (typescript.isStringLiteralLike(literal)) return literal.text;
  return typeOf(typescript, literal) === 'number' ? Number(literal.getText()) : undefined;
}

function isNull(typescript: TypeScript, value: ts.Node): boolean {
  return value.kind === typescript.SyntaxKind.NullKeyword;
}

/** The type of a literal, or of one with a sign. */
function typeOf(typescript: TypeScript, expression: ts.Expression): ParameterType {
  const { SyntaxKind } = typescript;
  const value = withoutTypes(typescript, expression);
  if (typescript.isStringLiteralLike(value) || typescript.isTemplateExpression(value)) return 'string';
  if (typescript.isNumericLiteral(value)) return 'number';
  if (typescript.isBigIntLiteral(value)) return 'bigint';
  if (value.kind === SyntaxKind.TrueKeyword || value.kind === SyntaxKind.FalseKeyword) return 'boolean';
  if (typescript.isPrefixUnaryExpression(value)) {
    return value.operator === SyntaxKind.ExclamationToken ? 'boolean' : typeOf(typescript, value.operand);
  }
  if (typescript.isNewExpression(value) && value.expression.getText() === 'Date') return 'date';
  if (typescript.isArrayLiteralExpression(value)) return areKnown(typescript, value.elements, 'array');
  if (typescript.isObjectLiteralExpression(value)) {
    const values = value.properties.map((property) =>
      typescript.isPropertyAssignment(property) ? property.initializer : undefined,
    );
    return areKnown(typescript, values, 'object');
  }
  return 'unknown';
}

function areKnown(
  typescript: TypeScript,
  values: readonly (ts.Expression | undefined)[],
  type: 'array' | 'object',
): ParameterType {
  const isKnown = (value: ts.Expression | undefined) =>
    value !== undefined &&
    (isNull(typescript, value) || !['unknown', 'bigint', 'date'].includes(typeOf(typescript, value)));
  return values.every(isKnown) ? type : 'unknown';
}

function elementsOf(
  typescript: TypeScript,
  { elements }: ts.ArrayLiteralExpression,
): ParameterType | undefined {
  const types = new Set(elements.map((element) => typeOf(typescript, element)));
  return types.size === 1 ? [...types][0] : undefined;
}
