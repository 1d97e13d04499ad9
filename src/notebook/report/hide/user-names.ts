import { escapeAddress, escapeHtml, escapeMarkdown } from '../../../util/escape.js';
import { fill, type ReportWords } from '../language/words.js';

/** Shorter names have too many false matches, unless they are known to be in the notebooks. */
const SHORTEST = 8;

const WORD = /[\p{L}\p{N}]/u;

/** What stands between the parts of a name: in text, before a noun, in addresses, HTML and labels of charts. */
const BETWEEN = /(?:[\s_+-]|&nbsp;|%20|<br ?\/?>)+/giy;

/**
 * The users in the notebooks of a report. Each has a number, the first that is met 1: one user is the same throughout,
 * several stay several, and nothing leads back to the name.
 */
export class UserNames {
  readonly #words: ReportWords;
  readonly #numbers = new Map<string, number>();
  readonly #names = new NameParts();
  #isEmpty = true;

  /**
   * @param names only those of eight characters or more are looked for
   * @param known of two characters or more: looked for however short they are
   */
  constructor(words: ReportWords, names: Iterable<string>, known: readonly string[] = []) {
    this.#words = words;
    for (const name of names) if (name.length >= SHORTEST) this.#add(name);
    for (const name of known) this.#add(name);
  }

  #add(name: string) {
    this.#isEmpty = false;
    this.#names.add(name.trim().split(/\s+/).map(formsOf), name);
  }

  /** What stands in place of a user. */
  standIn(name: string): string {
    const key = withoutCapitals(name.normalize('NFC'));
    const number = this.#numbers.get(key) ?? this.#numbers.size + 1;
    this.#numbers.set(key, number);
    return fill(this.#words.hiddenListener, { number });
  }

  /** Whether a text is what {@link standIn} has given. */
  isStandIn(text: string): boolean {
    const number = Number(/\d+/.exec(text)?.[0]);
    return text === fill(this.#words.hiddenListener, { number });
  }

  /** A text with stand-ins for all names in it, where they are whole words; a genitive's `s` stays. */
  hide(text: string): string {
    if (this.#isEmpty) return text;
    const small = withoutCapitals(text);
    let hidden = '';
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const found = isWord(small, at - 1) ? undefined : this.#names.find(small, at);
      if (found === undefined) continue;
      hidden += text.slice(from, at) + this.standIn(found.name);
      from = found.end;
      at = from - 1;
    }
    return from === 0 ? text : hidden + text.slice(from);
  }
}

/** A part of names: the last one of a name, or one that others follow. */
interface NamePart {
  name?: string;
  next?: NameParts;
}

/** Parts of names that stand at the same place, in all forms in which text may have them, without capitals. */
class NameParts {
  readonly #parts = new Map<string, NamePart>();
  /** How long forms that start with a letter are. */
  readonly #lengths = new Map<string, Set<number>>();

  /** @param parts of a name, each in all of its forms */
  add([forms, ...rest]: readonly (readonly string[])[], name: string): void {
    for (const form of forms) {
      const part = this.#parts.get(form) ?? {};
      this.#parts.set(form, part);
      this.#lengths.set(form[0], (this.#lengths.get(form[0]) ?? new Set()).add(form.length));
      if (rest.length === 0) part.name = name;
      else {
        part.next ??= new NameParts();
        part.next.add(rest, name);
      }
    }
  }

  /** The longest name whose parts begin at a place. */
  find(text: string, at: number): { name: string; end: number } | undefined {
    let longest: { name: string; end: number } | undefined;
    for (const length of this.#lengths.get(text[at]) ?? []) {
      const part = this.#parts.get(text.slice(at, at + length));
      if (part === undefined) continue;
      const end = at + length;
      const whole = part.name !== undefined && endsName(text, end) ? { name: part.name, end } : undefined;
      const found = part.next?.find(text, afterSpace(text, end)) ?? whole;
      if (found && found.end > (longest?.end ?? 0)) longest = found;
    }
    return longest;
  }
}

/** Where the next part of a name would begin; the end of the text if none can. */
function afterSpace(text: string, at: number): number {
  BETWEEN.lastIndex = at;
  return BETWEEN.test(text) ? BETWEEN.lastIndex : text.length;
}

/** A part of a name as text, HTML, Markdown and addresses write it. */
function formsOf(part: string): string[] {
  const composed = [part, part.normalize('NFC'), part.normalize('NFD')];
  const written = composed.flatMap((form) => [
    form,
    escapeHtml(form),
    escapeMarkdown(form),
    escapeAddress(form, encodeURIComponent),
  ]);
  return [...new Set(written.map(withoutCapitals))];
}

/** Of the same length, so that places in it are places in the text: `\u0130` would become two characters. */
function withoutCapitals(text: string): string {
  const small = text.toLowerCase();
  return small.length === text.length
    ? small
    : text.replace(/\p{Lu}/gu, (letter) => {
        const one = letter.toLowerCase();
        return one.length === letter.length ? one : letter;
      });
}

/** At the end of a word, or before the `s` of a genitive. */
function endsName(text: string, at: number): boolean {
  return !isWord(text, at) || (text[at] === 's' && !isWord(text, at + 1));
}

function isWord(text: string, at: number): boolean {
  return at >= 0 && at < text.length && WORD.test(text[at]);
}
