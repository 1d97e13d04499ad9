import { escapeAddress, escapeHtml, escapeMarkdown } from '../../../util/escape.js';

/** Text without the paths of a disk in it. */
export type HidePaths = (text: string) => string;

/** What is known to be a machine's. */
interface KnownPaths {
  /** Whatever is in one of them is hidden: absolute paths, and relative ones that begin with dots. */
  readonly folders: Iterable<string>;
  /** Paths as somebody wrote them, such as `data/plays.tsv`: hidden where they stand whole. */
  readonly written?: Iterable<string>;
  /** The home folder, of which `~` is left. */
  readonly home: string;
}

/**
 * Takes the paths of a disk out of text: of `/home/ana/plays.tsv` stays `plays.tsv`, of the home folder `~`. Hidden is
 * what is known to be this machine's, and what can be nothing else: `file:` addresses, frames of a stack trace, and what
 * is in a person's folder (`/home/ana/...`, `/Users/ana/...`, `C:\Users\ana\...`). A path ends at a blank, a quote, an
 * escape or the line's end. Everything else stays as it is: a guess would take `/data/users` out of prose and
 * `/home/g` out of code.
 */
export function pathHider({ folders, written = [], home }: KnownPaths): HidePaths {
  const known = [...folders, home].flatMap(formsOf).toSorted((a, b) => b.text.length - a.text.length);
  const inFolders = [...known.map(patternIn), ...PEOPLE].join('|');
  const asWritten = [...written].flatMap(formsOf).toSorted((a, b) => b.text.length - a.text.length);
  const homes = new Set(formsOf(home).map(({ text }) => text));
  const rules: [RegExp, (match: string) => string][] = [
    [FILE_ADDRESS, lastName],
    [STACK_FRAME, () => ''],
    [
      new RegExp(`${START}(?:${inFolders})`, 'gu'),
      (found) => (homes.has(trimEnd(found)) ? '~' : lastName(found)),
    ],
  ];
  if (asWritten.length > 0) {
    const whole = asWritten.map(({ text }) => literally(text)).join('|');
    rules.push([new RegExp(`${START}(?:${whole})${END}(?![/\\\\])`, 'gu'), lastName]);
  }
  return (text) =>
    /[/\\]/.test(text) ? rules.reduce((left, [from, to]) => left.replace(from, to), text) : text;
}

/** A character of a name; punctuation may be escaped, as in Markdown. */
const CHARACTER = String.raw`(?:[^\s"'\x60<>|*?:,;()[\]{}\\/]|\\[._~()-])`;
/** A path begins here, rather than going on: also behind a colour code, or `\n` in a string. */
const START = String.raw`(?<=^|[^\p{L}\p{N}_/\\.~%)\]-]|\u001b\[[\d;]*m|\\[nrt])`;
const END = String.raw`(?![\p{L}\p{N}_-]|\\?[.]\p{L})`;

const FILE_ADDRESS = /file:\/\/(?:localhost)?(?:\/[^\s"'`<>|,;()[\]{}\\/&]+)+\/?/gi;

/** The folders in ` at f (/a/b/c.ts:1:2)`. */
const STACK_FRAME = new RegExp(
  String.raw`(?<=\bat (?:[\w.$<>[\] ]+ \()?(?:\u001b\[[\d;]*m)*)/(?:${CHARACTER}+/)+(?=${CHARACTER}+:\d+:\d+)`,
  'gu',
);

/** A path begins here as Markdown escapes it; elsewhere than behind a blank, `\/tmp` may be part of a pattern in code. */
const ESCAPED = String.raw`(?<=^|[\s"'\x60])`;

/** What is in the folder of a person; on Windows the folder itself as well. */
const PEOPLE = [
  `/(?:home|Users)/${CHARACTER}+(?:/${CHARACTER}+)+/?`,
  String.raw`${ESCAPED}\\/(?:home|Users)\\/${CHARACTER}+(?:\\/${CHARACTER}+)+`,
  ...[String.raw`\\`, String.raw`\\\\`, '/'].map((separator) => {
    const rest = `${separator}${CHARACTER}+`;
    return `[A-Za-z]\\\\?:${separator}(?:Users|Documents and Settings)(?:${rest})+`;
  }),
];

/** A folder at the root. */
const ONE_NAME = /^\\?\/[^/]*$/;

/** A folder as text may have it. */
interface Form {
  readonly text: string;
  readonly separator: string;
}

/** Verbatim, and as Markdown, HTML, addresses and strings in code have it. */
function formsOf(folder: string): Form[] {
  const text = trimEnd(folder);
  if (!/[^/\\.]/.test(text)) return [];
  const [backslash, escaped, address, markdown] = [
    { text, separator: '\\' },
    { text: text.replaceAll('\\', '\\\\'), separator: '\\\\' },
    { text: escapeAddress(text), separator: '/' },
    { text: escapeMarkdown(text), separator: '\\/' },
  ];
  const slashes = { text: text.replaceAll('\\', '/'), separator: '/' };
  if (/^(?:[A-Za-z]:|\\\\)/.test(text)) return [backslash, escaped, slashes];
  return [slashes, { text: escapeHtml(text), separator: '/' }, address, markdown];
}

/**
 * A folder with what is in it. One such as `/tmp` could also be a pattern in code: `/tmp/g`, `/tmp/.test(...)`. Alone it
 * tells nothing.
 */
function patternIn({ text, separator }: Form): string {
  const inside = `(?:${literally(separator)}${CHARACTER}+)`;
  const start = separator === '\\/' ? ESCAPED + literally(text) : literally(text);
  return ONE_NAME.test(text)
    ? `${start}(?!/[dgimsuvy]{0,8}(?!${CHARACTER})|/[dgimsuvy]{0,8}\\.\\w+\\()${inside}+/?`
    : `${start}${END}${inside}*(?:${literally(separator)}(?!${CHARACTER}))?`;
}

function literally(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, (mark) => String.raw`\u{${mark.codePointAt(0)?.toString(16)}}`);
}

function trimEnd(path: string): string {
  return path.replace(/[/\\]+$/, '');
}

/** The last name of a path. */
function lastName(path: string): string {
  // A backslash before punctuation is Markdown's.
  return path.split(/\/|\\(?![._~()-])/).findLast((name) => name !== '') ?? path;
}
