import type ts from 'typescript-for-cells';
import type { TypeScript } from '../jupyter/typescript.js';
import type { Field } from './tips.js';

/** A cursor in a file of a program. */
export interface Cursor {
  program: ts.Program;
  file: ts.SourceFile;
  position: number;
}

/** What has more fields is data, not options. */
const MOST_FIELDS = 30;

/** The call around the cursor and the fields of its argument there; undefined outside of a call's parentheses. */
export function signatureAt(
  typescript: TypeScript,
  cursor: Cursor,
): { help: ts.SignatureHelpItems; fields: Field[] } | undefined {
  const help = helpAt(typescript, cursor);
  return help && { help, fields: fieldsOf(typescript, cursor, help) };
}

/** What the compiler's language service would say, of the program that there is. */
function helpAt(typescript: TypeScript, { program, file, position }: Cursor) {
  const { SignatureHelp } = typescript as unknown as {
    SignatureHelp: {
      getSignatureHelpItems(
        program: ts.Program,
        file: ts.SourceFile,
        position: number,
        reason: undefined,
        token: ts.CancellationToken,
      ): ts.SignatureHelpItems | undefined;
    };
  };
  const token = { isCancellationRequested: () => false, throwIfCancellationRequested: () => undefined };
  return SignatureHelp.getSignatureHelpItems(program, file, position, undefined, token);
}

/** The fields of the argument at the cursor, when its type is an object of options. */
function fieldsOf(typescript: TypeScript, cursor: Cursor, help: ts.SignatureHelpItems): Field[] {
  const { SymbolFlags, TypeFlags } = typescript;
  const checker = cursor.program.getTypeChecker();
  const call = callAt(typescript, cursor.file, help.applicableSpan.start);
  const parameters = call && checker.getResolvedSignature(call)?.parameters;
  const parameter = parameters?.[help.argumentIndex];
  if (!call || !parameter) return [];
  const type = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(parameter, call));
  const fields = type.getProperties();
  const isOptions =
    (type.flags & TypeFlags.Object) !== 0 &&
    !checker.isArrayType(type) &&
    fields.length <= MOST_FIELDS &&
    fields.every(({ flags }) => (flags & (SymbolFlags.Property | SymbolFlags.Optional)) !== 0);
  if (!isOptions) return [];
  return fields.map((field) => {
    const optional = (field.flags & SymbolFlags.Optional) !== 0;
    const whole = checker.getTypeOfSymbolAtLocation(field, call);
    const text = typeText(typescript, checker, optional ? checker.getNonNullableType(whole) : whole);
    const documentation = field.getDocumentationComment(checker).map((part) => part.text);
    return {
      declared: `${field.name}${optional ? '?' : ''}: ${text}`,
      documentation: documentation.join(''),
    };
  });
}

/**
 * A type as a reader wants it: the words that an option may be rather than the name of their type, also
 * where `string & ...` among them says that the words are checked later.
 */
function typeText({ TypeFlags }: TypeScript, checker: ts.TypeChecker, type: ts.Type): string {
  const members = type.isUnion() ? type.types : [];
  const words = members.filter((member) => member.isStringLiteral());
  const open = members.filter((member) => (member.flags & TypeFlags.Intersection) !== 0);
  const onlyWords = words.length > 0 && words.length + open.length === members.length;
  return onlyWords ? words.map(({ value }) => `'${value}'`).join(' | ') : checker.typeToString(type);
}

/** The call whose parentheses begin where the signature applies. */
function callAt(typescript: TypeScript, file: ts.SourceFile, start: number) {
  const find = (node: ts.Node): ts.CallLikeExpression | undefined => {
    const isCall = typescript.isCallExpression(node) || typescript.isNewExpression(node);
    return isCall && node.arguments?.pos === start ? node : typescript.forEachChild(node, find);
  };
  return find(file);
}
