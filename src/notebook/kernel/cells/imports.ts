import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { patternOf } from './names.js';

/**
 * What an import, or an export from a module, becomes: `import { a, b } from 'm'` is `({ a: a } = await
 * $cell.import('m', ['a', 'b'], { b: 'b' }))`, where `b` is a variable that its module may reassign: such a name is
 * bound, not copied. Types are left out, as are exports of the cell's own names.
 *
 * @returns undefined for any other statement
 */
export function importStatements(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  { factory }: ts.TransformationContext,
  statement: ts.Statement,
  target: (identifier: ts.Identifier) => ts.Identifier,
): ts.Statement[] | undefined {
  const at = (expression: ts.Expression): ts.Statement =>
    typescript.setTextRange(factory.createExpressionStatement(expression), statement);
  const text = (value: string) => factory.createStringLiteral(value);
  const load = (specifier: ts.Expression, names: string[] = [], bound: ts.PropertyAssignment[] = []) =>
    factory.createAwaitExpression(
      factory.createCallExpression(kernels(factory, 'import'), undefined, [
        text((specifier as ts.StringLiteral).text),
        factory.createArrayLiteralExpression(names.map(text)),
        factory.createObjectLiteralExpression(bound),
      ]),
    );
  if (typescript.isExportDeclaration(statement)) {
    const { moduleSpecifier, isTypeOnly } = statement;
    return moduleSpecifier && !isTypeOnly ? [at(load(moduleSpecifier))] : [];
  }
  if (typescript.isImportEqualsDeclaration(statement)) {
    const { moduleReference, name, isTypeOnly } = statement;
    if (isTypeOnly || !typescript.isExternalModuleReference(moduleReference))
      return isTypeOnly ? [] : undefined;
    const loaded = factory.createCallExpression(factory.createIdentifier('require'), undefined, [
      moduleReference.expression,
    ]);
    return [at(factory.createAssignment(target(name), loaded))];
  }
  if (!typescript.isImportDeclaration(statement)) return undefined;
  const { importClause, moduleSpecifier } = statement;
  if (!importClause) return [at(load(moduleSpecifier))];
  if (isTypeOnly(typescript, importClause)) return [];
  const isValue = (name: ts.Identifier) => isValueImport(typescript, checker, name);
  const { name, namedBindings } = importClause;
  const named = namedBindings && typescript.isNamedImports(namedBindings) ? namedBindings.elements : [];
  const wanted = [
    ...(name && isValue(name) ? [{ from: 'default', to: name }] : []),
    ...named
      .filter((element) => !element.isTypeOnly && isValue(element.name))
      .map((element) => ({ from: (element.propertyName ?? element.name).text, to: element.name })),
  ];
  const whole = namedBindings && typescript.isNamespaceImport(namedBindings) ? namedBindings.name : undefined;
  if (wanted.length === 0 && !whole) return named.length > 0 || name ? [] : [at(load(moduleSpecifier))];
  const bound = wanted.filter(({ to }) => isVariable(typescript, checker, to));
  const copied = wanted.filter((each) => !bound.includes(each));
  const whence = load(
    moduleSpecifier,
    wanted.map(({ from }) => from),
    bound.map(({ from, to }) => factory.createPropertyAssignment(text(from), text(target(to).text))),
  );
  const loaded = whole ? factory.createAssignment(target(whole), whence) : whence;
  if (copied.length === 0) return [at(loaded)];
  const pattern = factory.createObjectLiteralExpression(
    copied.map(({ from, to }) =>
      factory.createPropertyAssignment(
        text(from),
        patternOf(typescript, factory, to, { target, visit: (node) => node }),
      ),
    ),
  );
  return [at(factory.createParenthesizedExpression(factory.createAssignment(pattern, loaded)))];
}

/**
 * Whether an imported name is a variable of a user's own file, which may reassign it later. Package declarations use
 * `var` for constants, such as lodash.
 */
export function isVariable(typescript: TypeScript, checker: ts.TypeChecker, name: ts.Identifier): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol || (symbol.flags & typescript.SymbolFlags.Alias) === 0) return false;
  const { valueDeclaration } = checker.getAliasedSymbol(symbol);
  if (valueDeclaration === undefined) return false;
  const declared = typescript.isBindingElement(valueDeclaration)
    ? typescript.walkUpBindingElementsAndPatterns(valueDeclaration)
    : valueDeclaration;
  if (declared.getSourceFile().isDeclarationFile) return false;
  const flags = typescript.getCombinedNodeFlags(declared);
  return typescript.isVariableDeclaration(declared) && (flags & typescript.NodeFlags.Const) === 0;
}

/** Whether an imported name is a value, or unknown. */
function isValueImport(typescript: TypeScript, checker: ts.TypeChecker, name: ts.Identifier): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol) return true;
  const { flags } = checker.getAliasedSymbol(symbol);
  const { Value, Type } = typescript.SymbolFlags;
  return (flags & Value) !== 0 || (flags & Type) === 0;
}

function isTypeOnly(typescript: TypeScript, clause: ts.ImportClause): boolean {
  return clause.phaseModifier === typescript.SyntaxKind.TypeKeyword;
}

function kernels(factory: ts.NodeFactory, name: string): ts.Expression {
  return factory.createPropertyAccessExpression(factory.createIdentifier('$cell'), name);
}
