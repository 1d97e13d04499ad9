import type ts from 'typescript';
import type { TypeScript } from '../../jupyter/compiler-options.js';
import { localsOf } from './cell-language.js';

/** Names that libraries probe to detect their environment: a cell's `window` must not suggest a page. */
const PROBED = `window document self navigator location frames parent top name define module exports
  require importScripts Deno Bun __dirname __filename $cell`.split(/\s+/);

/**
 * Names that, as variables of the shared scope, would shadow globals for all code of the process: a cell's `URL` would
 * be every library's URL. They are renamed in scripts.
 */
const TAKEN: ReadonlySet<string> = new Set([...PROBED, ...Object.getOwnPropertyNames(globalThis)]);

/** What a cell's variable is called in scripts. */
export function scriptName(name: string): string {
  return TAKEN.has(name) ? `${name}$$` : name;
}

/** A message of V8 with the names used in the cells. */
export function withCellNames(message: string): string {
  return message.replace(/([\w$]+)\$\$(?![\w$])/g, (whole, name: string) => (TAKEN.has(name) ? name : whole));
}

/** The names of values declared at a cell's top level, including imports. */
export function cellNames(typescript: TypeScript, file: ts.SourceFile): string[] {
  const isValue = (symbol: ts.Symbol): boolean => {
    const { flags, declarations = [] } = symbol;
    if (declarations.length > 0 && declarations.every((each) => isAmbient(typescript, each))) return false;
    return (flags & (typescript.SymbolFlags.Value | typescript.SymbolFlags.Alias)) !== 0;
  };
  const exported = (symbol: ts.Symbol) => (symbol as { exportSymbol?: ts.Symbol }).exportSymbol ?? symbol;
  return [...localsOf(file)]
    .filter(([name, symbol]) => name !== 'default' && isValue(exported(symbol)))
    .map(([name]) => typescript.unescapeLeadingUnderscores(name));
}

/** Whether a declaration is ambient. */
function isAmbient(typescript: TypeScript, declaration: ts.Declaration): boolean {
  return (typescript.getCombinedModifierFlags(declaration) & typescript.ModifierFlags.Ambient) !== 0;
}

/** Whether an identifier refers to a renamed variable of the shared scope. */
export function isSharedName(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  identifier: ts.Identifier,
  isCellName: (symbol: ts.Symbol) => boolean,
): boolean {
  return TAKEN.has(identifier.text) && isCellVariable(typescript, checker, identifier, isCellName);
}

/** Whether an identifier refers to a variable of the shared scope. */
export function isCellVariable(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  identifier: ts.Identifier,
  isCellName: (symbol: ts.Symbol) => boolean,
): boolean {
  const { parent } = identifier;
  const symbol =
    parent && typescript.isShorthandPropertyAssignment(parent) && parent.name === identifier
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(identifier);
  return symbol !== undefined && isCellName(symbol);
}

/** How the parts of a pattern are translated. */
interface PatternParts {
  target: (identifier: ts.Identifier) => ts.Identifier;
  visit: <T extends ts.Node>(node: T) => T;
}

/** The pattern of an assignment that binds what a declaration's pattern binds: `{ a, b: [c = 1] }`. */
export function patternOf(
  typescript: TypeScript,
  factory: ts.NodeFactory,
  name: ts.BindingName,
  parts: PatternParts,
): ts.Expression {
  const inner = (element: ts.BindingElement): ts.Expression => {
    const bound = patternOf(typescript, factory, element.name, parts);
    return element.initializer ? factory.createAssignment(bound, parts.visit(element.initializer)) : bound;
  };
  if (typescript.isIdentifier(name)) return parts.target(name);
  if (typescript.isObjectBindingPattern(name)) {
    return factory.createObjectLiteralExpression(
      name.elements.map((element) => {
        if (element.dotDotDotToken) {
          return factory.createSpreadAssignment(patternOf(typescript, factory, element.name, parts));
        }
        const property = element.propertyName
          ? parts.visit(element.propertyName)
          : factory.createIdentifier((element.name as ts.Identifier).text);
        return factory.createPropertyAssignment(property, inner(element));
      }),
    );
  }
  return factory.createArrayLiteralExpression(
    name.elements.map((element) => {
      if (typescript.isOmittedExpression(element)) return element;
      return element.dotDotDotToken
        ? factory.createSpreadElement(patternOf(typescript, factory, element.name, parts))
        : inner(element);
    }),
  );
}

/** The names that a variable's declaration binds, one or those of its pattern. */
export function boundNames(typescript: TypeScript, name: ts.BindingName): string[] {
  if (typescript.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    typescript.isOmittedExpression(element) ? [] : boundNames(typescript, element.name),
  );
}
