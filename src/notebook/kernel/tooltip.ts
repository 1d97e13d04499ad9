import type ts from 'typescript';
import type { MimeBundle } from '../../util/kernel-context.js';
import type { TypeScript } from '../jupyter/compiler-options.js';
import {
  code,
  fenced,
  joined,
  markdownStory,
  markdownText,
  oneLine,
  plainText,
  type Story,
  sourceOf,
  storyOf,
  textOf,
  textStory,
} from './doc-text.js';

/** A cursor in a file of a program. */
interface Cursor {
  program: ts.Program;
  file: ts.SourceFile;
  position: number;
}

/** A type with more fields is data, not options. */
const MOST_FIELDS = 30;

/** The call around the cursor and the fields of its argument there; undefined outside of a call's parentheses. */
export function signatureAt(
  typescript: TypeScript,
  cursor: Cursor,
): { help: ts.SignatureHelpItems; fields: Field[] } | undefined {
  const help = helpAt(typescript, cursor);
  return help && { help, fields: fieldsOf(typescript, cursor, help) };
}

/** The language service's answer, for the existing program. */
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

/** The fields of the argument at the cursor, if its type is an options object. */
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
    return {
      declared: `${field.name}${optional ? '?' : ''}: ${text}`,
      documentation: oneLine(sourceOf(field.getDocumentationComment(checker))),
    };
  });
}

/**
 * A type for readers: the allowed names of an option instead of the name of their type, even if they include `string &
 * ...` for late checking.
 */
function typeText({ TypeFlags }: TypeScript, checker: ts.TypeChecker, type: ts.Type): string {
  const members = type.isUnion() ? type.types : [];
  const words = members.filter((member) => member.isStringLiteral());
  const open = members.filter((member) => (member.flags & TypeFlags.Intersection) !== 0);
  const onlyWords = words.length > 0 && words.length + open.length === members.length;
  return onlyWords ? words.map(({ value }) => `'${value}'`).join(' | ') : checker.typeToString(type);
}

/** The call whose parentheses start where the signature applies. */
function callAt(typescript: TypeScript, file: ts.SourceFile, start: number) {
  const find = (node: ts.Node): ts.CallLikeExpression | undefined => {
    const isCall = typescript.isCallExpression(node) || typescript.isNewExpression(node);
    return isCall && node.arguments?.pos === start ? node : typescript.forEachChild(node, find);
  };
  return find(file);
}

/** A field of an options argument. */
interface Field {
  /** `min: number` or `step?: number`. */
  declared: string;
  documentation: string;
}

/** The compiler's information on a name. */
type NameInfo = Pick<ts.QuickInfo, 'displayParts' | 'documentation' | 'tags'>;

/** Makes declarations readable, which have absolute paths of modules in them. */
type Readable = (declared: string) => string;

/** Type and documentation of a name, as text and as Markdown. */
export function nameTip({ displayParts, documentation, tags }: NameInfo, readable: Readable): MimeBundle {
  return tip(readable(withoutAlias(textOf(displayParts))), storyOf(documentation, tags));
}

/** What a group of listenlab's names is for. */
export function groupTip(group: string, documentation: string): MimeBundle {
  return tip(`namespace ${group}`, { documentation, tags: [] });
}

function tip(declared: string, story: Story): MimeBundle {
  return {
    'text/plain': joined([declared, textStory(story)]),
    'text/markdown': joined([fenced(declared), markdownStory(story)]),
  };
}

/** Removes that a declaration is exported or imported, which is no part of it. */
function withoutAlias(declared: string): string {
  const [, declaration] = /^\(alias\) ([\s\S]*?)(?:\n(?:export|import) .*)?$/.exec(declared) ?? [];
  return declaration ?? declared;
}

/**
 * The signature of the call around the cursor. The argument at the cursor is highlighted: bold, and underlined in plain
 * text.
 *
 * @param fields fields of that argument, if it is an options object
 */
export function signatureTip(help: ts.SignatureHelpItems, fields: Field[], readable: Readable): MimeBundle {
  const item = help.items[help.selectedItemIndex] ?? help.items[0];
  const parts = item.parameters.map(({ displayParts }) => readable(textOf(displayParts)));
  const [prefix, separator, suffix] = [
    item.prefixDisplayParts,
    item.separatorDisplayParts,
    item.suffixDisplayParts,
  ].map((each) => readable(textOf(each)));
  const active = Math.min(help.argumentIndex, parts.length - 1);
  const before =
    prefix +
    parts
      .slice(0, active)
      .map((part) => part + separator)
      .join('');
  const after =
    parts
      .slice(active + 1)
      .map((part) => separator + part)
      .join('') + suffix;
  const now = parts[active] ?? '';
  const name = item.parameters[active]?.name ?? '';
  const about = sourceOf(item.parameters[active]?.documentation).replace(/^-\s+/, '');
  const tags = item.tags.filter((tag) => tag.name !== 'param' || !textOf(tag.text).startsWith(`${name} `));
  const story = storyOf(item.documentation, tags);
  const listed = fields.map((field) => ({ ...field, declared: readable(field.declared) }));
  const others = help.items.length - 1;
  const more = others > 0 ? `and ${others} other ${others === 1 ? 'signature' : 'signatures'}` : '';
  const plain = [
    now === ''
      ? before + after
      : `${before}${now}${after}\n${' '.repeat(before.length)}${'~'.repeat(now.length)}`,
    about && `${name}: ${plainText(about)}`,
    listed
      .map(({ declared, documentation }) => `  ${declared}  ${plainText(documentation)}`.trimEnd())
      .join('\n'),
    more,
    textStory(story),
  ];
  const markdown = [
    [code(before), now && `**${code(now)}**`, code(after)].join(''),
    about && `**${name}**: ${markdownText(about)}`,
    listed.map(markdownField).join('\n'),
    more,
    markdownStory(story),
  ];
  return { 'text/plain': joined(plain), 'text/markdown': joined(markdown) };
}

function markdownField({ declared, documentation }: Field): string {
  return [`- ${code(declared)}`, markdownText(documentation)].filter(Boolean).join(': ');
}
