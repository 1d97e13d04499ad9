import type ts from 'typescript-for-cells';
import type { MimeBundle } from '../display/front-end.js';

/** A field of an options argument. */
export interface Field {
  /** `min: number` or `step?: number`. */
  declared: string;
  documentation: string;
}

/** What a compiler knows of a name. */
export type NameInfo = Pick<ts.QuickInfo, 'displayParts' | 'documentation' | 'tags'>;

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
 * The signature of the call around the cursor. The argument at the cursor stands out: bold, and as text
 * with a line below it.
 *
 * @param fields what that argument may hold, when it is an object of options
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

/** Text of a comment is Markdown, in which a type such as `Map<string>` must not be a tag of HTML. */
function markdownText(text: string): string {
  return text.replaceAll('<', '&lt;');
}

function fenced(text: string): string {
  return `\`\`\`typescript\n${text}\n\`\`\``;
}

/** Inline code, also where the text has backticks. */
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
