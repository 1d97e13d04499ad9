import type ts from 'typescript';
import { cellOptions, loadTypeScript, type TypeScript } from './compiler-options.js';

/**
 * The type of a parameter; `any` without annotation and default, and `unknown` if these do not determine it.
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

/** The type of a value, as far as declared. */
export interface TypedValue {
  type: ParameterType;
  /** The type of an array's elements, if those of its default are all alike. */
  elements?: ParameterType;
  /** The texts or numbers it is declared to be one of, as in `let weighting: 'log' | 'linear' = 'log'`. */
  choices?: (string | number)[];
  /** Whether its annotation or its default allows null. */
  nullable?: true;
}

/** `([1, 2] as const)` is `[1, 2]`. */
export function withoutTypes(typescript: TypeScript, value: ts.Expression): ts.Expression {
  const isWrapped =
    typescript.isParenthesizedExpression(value) ||
    typescript.isAsExpression(value) ||
    typescript.isSatisfiesExpression(value);
  return isWrapped ? withoutTypes(typescript, value.expression) : value;
}

/** The type of an annotation: for a union, that of all members except null and undefined, if they agree. */
export function readAnnotation(
  typescript: TypeScript,
  annotation: ts.TypeNode,
): Partial<Pick<TypedValue, 'type' | 'choices' | 'nullable'>> {
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
  const choices = named.map((member) => chosenValue(typescript, member));
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

function chosenValue(typescript: TypeScript, annotation: ts.TypeNode): string | number | undefined {
  if (!typescript.isLiteralTypeNode(annotation)) return undefined;
  const { literal } = annotation;
  if (typescript.isStringLiteralLike(literal)) return literal.text;
  return typeOf(typescript, literal) === 'number' ? Number(literal.getText()) : undefined;
}

export function isNull(typescript: TypeScript, value: ts.Node): boolean {
  return value.kind === typescript.SyntaxKind.NullKeyword;
}

/** The type of a literal, or of one with a sign. */
export function typeOf(typescript: TypeScript, expression: ts.Expression): ParameterType {
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

export function elementsOf(
  typescript: TypeScript,
  { elements }: ts.ArrayLiteralExpression,
): ParameterType | undefined {
  const types = new Set(elements.map((element) => typeOf(typescript, element)));
  return types.size === 1 ? [...types][0] : undefined;
}

const FILE = '/parameters.ts';

/**
 * What the compiler infers for a variable at the top of a cell, such as `let seconds = MINUTE * 5`: for a default that
 * is not a literal. Takes most of a second, as the declarations of the language are read.
 */
export function inferParameter(source: string, name: string): Partial<Pick<TypedValue, 'type' | 'elements'>> {
  const typescript = loadTypeScript();
  const options = { ...cellOptions(typescript), types: [], strict: true };
  const host = typescript.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) =>
    file === FILE
      ? typescript.createSourceFile(FILE, source, typescript.ScriptTarget.Latest, true)
      : getSourceFile(file, ...rest);
  const program = typescript.createProgram([FILE], options, host);
  const declaration = program
    .getSourceFile(FILE)
    ?.statements.filter(typescript.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .findLast((each) => each.name.getText() === name);
  return declaration ? describe(typescript, program.getTypeChecker(), declaration) : {};
}

function describe(typescript: TypeScript, checker: ts.TypeChecker, declaration: ts.VariableDeclaration) {
  const inferred = checker.getNonNullableType(checker.getTypeAtLocation(declaration));
  const type = kindOf(typescript, checker, inferred);
  const element =
    type === 'array' ? checker.getIndexTypeOfType(inferred, typescript.IndexKind.Number) : undefined;
  return { type, ...(element ? { elements: kindOf(typescript, checker, element) } : {}) };
}

function kindOf({ TypeFlags }: TypeScript, checker: ts.TypeChecker, type: ts.Type): ParameterType {
  const flags = checker.getBaseTypeOfLiteralType(type).flags;
  if (flags & TypeFlags.StringLike) return 'string';
  if (flags & TypeFlags.NumberLike) return 'number';
  if (flags & TypeFlags.BooleanLike) return 'boolean';
  if (flags & TypeFlags.BigIntLike) return 'bigint';
  if (checker.isArrayType(type) || checker.isTupleType(type)) return 'array';
  if (type.symbol?.name === 'Date') return 'date';
  return 'unknown';
}
