import { escapeHtml, escapeMarkdown } from '../../util/escape.js';

/** Shorter names are found in too many places that mean something else. */
const SHORTEST = 8;
const WORD = /[\p{L}\p{N}]/u;

/** Finds many names in text, each where it stands as a word of its own, and puts the same words in their places. */
export class NameFinder {
  readonly #standIn: string;
  /** Names by their first eight characters, the longest first: as they are, and as they stand in HTML and Markdown. */
  readonly #names = new Map<string, string[]>();

  constructor(names: Iterable<string>, standIn: string) {
    this.#standIn = standIn;
    for (const name of names) {
      if (name.length < SHORTEST) continue;
      for (const form of new Set([name, escapeHtml(name), escapeMarkdown(name)])) {
        const start = form.slice(0, SHORTEST);
        this.#names.set(start, [...(this.#names.get(start) ?? []), form]);
      }
    }
    for (const forms of this.#names.values()) forms.sort((a, b) => b.length - a.length);
  }

  hide(text: string): string {
    if (this.#names.size === 0) return text;
    let hidden = '';
    let from = 0;
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      const name = this.#nameAt(text, at);
      if (name === undefined) continue;
      hidden += text.slice(from, at) + this.#standIn;
      from = at + name.length;
      at = from - 1;
    }
    return from === 0 ? text : hidden + text.slice(from);
  }

  #nameAt(text: string, at: number): string | undefined {
    if (isWord(text, at - 1)) return undefined;
    const forms = this.#names.get(text.slice(at, at + SHORTEST));
    return forms?.find((form) => text.startsWith(form, at) && !isWord(text, at + form.length));
  }
}

function isWord(text: string, at: number): boolean {
  return at >= 0 && at < text.length && WORD.test(text[at]);
}
