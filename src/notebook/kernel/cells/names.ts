import type ts from 'typescript-for-cells';
import type { TypeScript } from '../../jupyter/typescript.js';
import { localsOf } from './cell-language.js';

/** Names that libraries look for to find out where they run: a cell's `window` must not tell them "a page". */
const PROBED = `window document self navigator location frames parent top name define module exports
  require importScripts Deno Bun __dirname __filename $cell`.split(/\s+/);

/**
 * Names of cells that would hide something from all other code of the process, were they variables of the
 * shared scope: a cell's `URL` would be the URL of every library. In scripts they have another name.
 */
const TAKEN: ReadonlySet<string> = new Set([...PROBED, ...Object.getOwnPropertyNames(globalThis)]);

/** What a cell's variable is called in scripts. */
export function scriptName(name: string): string {
  return TAKEN.has(name) ? `${name}$$` : name;
}

/** A message of V8 with the names that are in the cells. */
export function withCellNames(message: string): string {
  return message.replace(/([\w$]+)\$\$(?![\w$])/g, (whole, name: string) => (TAKEN.has(name) ? name : whole));
}

/** The names of values that a cell declares at its top, imports among them. */
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

/** Whether a declaration only says that there is something of the name. */
function isAmbient(typescript: TypeScript, declaration: ts.Declaration): boolean {
  return (typescript.getCombinedModifierFlags(declaration) & typescript.ModifierFlags.Ambient) !== 0;
}

/** Whether an identifier means a variable of the shared scope that has another name there. */
export function isSharedName(
  typescript: TypeScript,
  checker: ts.TypeChecker,
  identifier: ts.Identifier,
  isCellName: (symbol: ts.Symbol) => boolean,
): boolean {
  return TAKEN.has(identifier.text) && isCellVariable(typescript, checker, identifier, isCellName);
}

/** Whether an identifier means a variable of the shared scope. */
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

/** What becomes of the parts of a pattern. */
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
