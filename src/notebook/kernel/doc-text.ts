import type ts from 'typescript';

type Parts = readonly ts.SymbolDisplayPart[] | undefined;

/** A documentation comment: its prose and its tags, as written. */
export interface Story {
  documentation: string;
  tags: { name: string; text: string }[];
}

/** Tags that sort the pages of a reference or mark a stage of development, and say nothing of the thing. */
const UNTOLD = [
  'category',
  'group',
  'internal',
  'public',
  'hidden',
  'ignore',
  'module',
  'packageDocumentation',
];

export function storyOf(documentation: Parts, tags: readonly ts.JSDocTagInfo[] | undefined): Story {
  return {
    documentation: sourceOf(documentation),
    tags: (tags ?? [])
      .filter(({ name }) => !UNTOLD.includes(name))
      .map(({ name, text }) => ({ name, text: sourceOf(text) })),
  };
}

/** A declaration as the compiler shows it. */
export function textOf(parts: Parts): string {
  return (parts ?? []).map(({ text }) => text).join('');
}

/** A comment as it was written: the compiler leaves out what is between a link's target and its title. */
export function sourceOf(parts: Parts): string {
  return (parts ?? [])
    .map(({ kind, text }, i) =>
      kind === 'linkText' && parts?.[i - 1].kind === 'linkName' ? `|${text}` : text,
    )
    .join('');
}

/** The rest of the prose, for which there is nothing to call it. */
const REMARKS = 'remarks';

/** Tags that are shown as words. */
const WORDS: Readonly<Record<string, string>> = { returns: 'Returns:', throws: 'Throws:' };

/** A story as text, in which an example needs no fence. */
export function textStory({ documentation, tags }: Story): string {
  const lines = tags.map(({ name, text }) => {
    const shown = name === 'example' ? text.replace(/^```\w*\n|\n?```$/gm, '') : plainText(text);
    return name === REMARKS ? shown : `${WORDS[name] ?? `@${name}`} ${shown}`.trimEnd();
  });
  return joined([plainText(documentation), ...lines]);
}

/** A story as Markdown. */
export function markdownStory({ documentation, tags }: Story): string {
  const lines = tags.map(({ name, text }) => {
    if (name === 'example') return `Example:\n\n${text.includes('```') ? markdownText(text) : fenced(text)}`;
    const [, subject, rest] = (SUBJECTS[name] ?? /(?!)/).exec(text) ?? [];
    if (name === REMARKS) return markdownText(text);
    if (name === 'param' && subject) return `**${subject}**: ${markdownText(rest)}`;
    return [WORDS[name] ?? `*@${name}*`, subject && code(subject), markdownText(subject ? rest : text)]
      .filter(Boolean)
      .join(' ');
  });
  return joined([markdownText(documentation), ...lines]);
}

/** What a tag is about, before what it says: `name - what it is`, `{TypeError} when`. */
const SUBJECTS: Record<string, RegExp> = {
  param: /^(\S+)\s*(?:-\s+)?([\s\S]*)$/,
  typeParam: /^(\S+)\s*(?:-\s+)?([\s\S]*)$/,
  throws: /^\{([^}@]+)\}\s*(?:-\s+)?([\s\S]*)$/,
};

/** Code, which stays as it is; a link or a reference to other documentation; a `<`, which would begin a tag. */
const MARKS =
  /```[\s\S]*?```|(?<!`)(?<ticks>`+)(?!`)(?:(?!\n\s*\n)[\s\S])*?(?<!`)\k<ticks>(?!`)|\{@(?<kind>link|linkcode|linkplain|inheritDoc)(?:\s+(?<target>[^\s}|]+)\s*\|?\s*(?<title>[^}]*))?\}|</gi;

/** Prose of a comment as text: `{@link Model}` is Model, `{@link Model | the model}` the model. */
export function plainText(source: string): string {
  return marked(source, ({ target, title }) => {
    if (isAddress(target)) return title ? `${title} (${target})` : target;
    return title || target;
  });
}

/**
 * Prose of a comment as Markdown, which it is but for its links. Outside of code, `Map<string>` must not become an HTML
 * tag.
 */
export function markdownText(source: string): string {
  return marked(
    source,
    ({ kind, target, title }) => {
      if (isAddress(target)) return `[${title || target}](${target})`;
      if (kind === 'linkplain') return title || target;
      return title && kind !== 'linkcode' ? title : code(title || target);
    },
    '&lt;',
  );
}

interface Link {
  kind: string;
  target: string;
  title: string;
}

function marked(source: string, link: (link: Link) => string, lessThan = '<'): string {
  return source.replaceAll(MARKS, (whole, ...rest) => {
    const { kind, target, title = '' } = rest.at(-1) as Partial<Link>;
    if (kind?.toLowerCase() === 'inheritdoc') return target ? `See ${link({ kind, target, title })}.` : '';
    if (kind && target) return link({ kind: kind.toLowerCase(), target, title: title.trim() });
    return whole === '<' ? lessThan : whole;
  });
}

function isAddress(target: string): boolean {
  return /^https?:/.test(target);
}

export function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

export function fenced(text: string): string {
  return `\`\`\`typescript\n${text}\n\`\`\``;
}

/** Inline code, even for text with backticks. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  const edge = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${ticks}${edge}${line}${edge}${ticks}`;
}

export function joined(parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
