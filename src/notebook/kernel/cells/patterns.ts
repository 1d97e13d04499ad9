import type ts from 'typescript-for-cells';
import type { TypeScript } from '../../jupyter/typescript.js';

/** What becomes of the parts of a pattern. */
export interface PatternParts {
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
