import type ts from 'typescript';
import type { MimeBundle } from '../../util/kernel-context.js';
import type { TypeScript } from '../jupyter/compiler-options.js';

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
    const documentation = field.getDocumentationComment(checker).map((part) => part.text);
    return {
      declared: `${field.name}${optional ? '?' : ''}: ${text}`,
      documentation: documentation.join(''),
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

/** Type and documentation of a name, as text and as Markdown. */
export function nameTip({ displayParts, documentation, tags }: NameInfo): MimeBundle {
  const declared = textOf(displayParts);
  const story = storyOf(documentation, tags);
  return {
    'text/plain': joined([declared, textStory(story)]),
    'text/markdown': joined([fenced(declared), markdownStory(story)]),
  };
}

/**
 * The signature of the call around the cursor. The argument at the cursor is highlighted: bold, and underlined in plain
 * text.
 *
 * @param fields fields of that argument, if it is an options object
 */
export function signatureTip(help: ts.SignatureHelpItems, fields: Field[]): MimeBundle {
  const item = help.items[help.selectedItemIndex] ?? help.items[0];
  const parts = item.parameters.map(({ displayParts }) => textOf(displayParts));
  const [prefix, separator, suffix] = [
    item.prefixDisplayParts,
    item.separatorDisplayParts,
    item.suffixDisplayParts,
  ].map(textOf);
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
  const about = textOf(item.parameters[active]?.documentation);
  const tags = item.tags.filter((tag) => tag.name !== 'param' || !textOf(tag.text).startsWith(`${name} `));
  const story = storyOf(item.documentation, tags);
  const others = help.items.length - 1;
  const more = others > 0 ? `and ${others} other ${others === 1 ? 'signature' : 'signatures'}` : '';
  const plain = [
    now === ''
      ? before + after
      : `${before}${now}${after}\n${' '.repeat(before.length)}${'~'.repeat(now.length)}`,
    about && `${name}: ${about}`,
    fields
      .map(({ declared, documentation }) => `  ${declared}  ${oneLine(documentation)}`.trimEnd())
      .join('\n'),
    more,
    textStory(story),
  ];
  const markdown = [
    [code(before), now && `**${code(now)}**`, code(after)].join(''),
    about && `**${name}**: ${markdownText(about)}`,
    fields.map(markdownField).join('\n'),
    more,
    markdownStory(story),
  ];
  return { 'text/plain': joined(plain), 'text/markdown': joined(markdown) };
}

interface Story {
  documentation: string;
  tags: { name: string; text: string }[];
}

function storyOf(
  documentation: ts.SymbolDisplayPart[] | undefined,
  tags: ts.JSDocTagInfo[] | undefined,
): Story {
  return {
    documentation: textOf(documentation),
    tags: (tags ?? []).map(({ name, text }) => ({ name, text: textOf(text) })),
  };
}

function textStory({ documentation, tags }: Story): string {
  return joined([documentation, ...tags.map(({ name, text }) => `@${name} ${text}`.trimEnd())]);
}

function markdownStory({ documentation, tags }: Story): string {
  const lines = tags.map(({ name, text }) => {
    if (name === 'example') return `Example:\n\n${text.includes('```') ? text : fenced(text)}`;
    const [, subject, rest] = name === 'param' ? (/^(\S+)\s*(?:-\s*)?([\s\S]*)$/.exec(text) ?? []) : [];
    return subject ? `**${subject}**: ${markdownText(rest)}` : `*@${name}* ${markdownText(text)}`.trimEnd();
  });
  return joined([markdownText(documentation), ...lines]);
}

function markdownField({ declared, documentation }: Field): string {
  return [`- ${code(declared)}`, markdownText(oneLine(documentation))].filter(Boolean).join(': ');
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

/** `{@link Model}` is Model, `{@link Model the model}` the model. */
function textOf(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  const text = (parts ?? []).map((part) => part.text).join('');
  return text.replaceAll(
    /\{@link(?:code|plain)? +([^\s}|]+)(?:[\s|]+([^}]*))?\}/g,
    (_, name, title) => title || name,
  );
}

/** Comment text is Markdown, in which a type such as `Map<string>` must not become an HTML tag. */
function markdownText(text: string): string {
  return text.replaceAll('<', '&lt;');
}

function fenced(text: string): string {
  return `\`\`\`typescript\n${text}\n\`\`\``;
}

/** Inline code, even for text with backticks. */
function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  const edge = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${ticks}${edge}${line}${edge}${ticks}`;
}

function joined(parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
