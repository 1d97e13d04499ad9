import type ts from 'typescript-for-cells';
import type { Parameter, ParameterType } from './parameter-declarations.js';
import { cellOptions, loadTypeScript, type TypeScript } from './typescript.js';

const FILE = '/parameters.ts';

/**
 * What the compiler infers for a variable at the top of a cell, such as `let seconds = MINUTE * 5`: for a default
 * that is no literal. Takes most of a second, as the declarations of the language are read.
 */
export function inferParameter(source: string, name: string): Partial<Pick<Parameter, 'type' | 'elements'>> {
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
