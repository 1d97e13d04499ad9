import { formatCount } from '../../util/format.js';

/** Characters that one request may print: a page of megabytes of text answers no click any more. */
const SHOWN = 1_200_000;

/** Of what is printed beyond them, so many last characters are shown when the request has ended. */
const TAIL = 10_000;

/** Figures, tables and other displays that one request may show. */
const DISPLAYS = 1000;

/** What of a long text has not been shown. */
interface Rest {
  characters: number;
  tail: string;
}

/** Keeps endless loops that print or show from flooding notebooks: lets the beginning and the end of a text through. */
export class OutputLimit {
  readonly #displays = new WeakMap<object, number>();
  readonly #printed = new WeakMap<object, number>();
  readonly #rests = new WeakMap<object, Rest>();

  /** What of a text is to be shown now, which `who` prints. */
  admit(who: object, text: string): string {
    const before = this.#printed.get(who) ?? 0;
    this.#printed.set(who, before + text.length);
    const room = Math.max(0, SHOWN - before);
    if (text.length <= room) return text;
    const rest = this.#rests.get(who) ?? { characters: 0, tail: '' };
    rest.characters += text.length - room;
    rest.tail += text.slice(room);
    // Cut now and then, and not for each line.
    if (rest.tail.length > 10 * TAIL) rest.tail = rest.tail.slice(-TAIL);
    this.#rests.set(who, rest);
    return text.slice(0, room);
  }

  /** How many of the characters that `who` has printed are shown. */
  shown(who: object): number {
    return Math.min(SHOWN, this.#printed.get(who) ?? 0);
  }

  /** Whether one more thing is to be shown, which `who` displays. */
  admitsDisplay(who: object): boolean {
    const displays = (this.#displays.get(who) ?? 0) + 1;
    this.#displays.set(who, displays);
    return displays <= DISPLAYS;
  }

  /** What is to be shown at the end of somebody who has printed more than that, with a word on what is left out. */
  end(who: object): string {
    return this.#endOfText(who) + this.#endOfDisplays(who);
  }

  #endOfDisplays(who: object): string {
    const leftOut = (this.#displays.get(who) ?? 0) - DISPLAYS;
    if (leftOut <= 0) return '';
    return `\n[listenlab: ${formatCount(leftOut)} more figures, tables or other displays are left out]\n`;
  }

  #endOfText(who: object): string {
    const rest = this.#rests.get(who);
    if (!rest) return '';
    this.#rests.delete(who);
    const tail = rest.tail.slice(-TAIL);
    const leftOut = rest.characters - tail.length;
    if (leftOut === 0) return tail;
    const advice = `${formatCount(leftOut)} characters are left out here: print less, or write to a file`;
    return `\n[listenlab: ${advice}]\n${tail}`;
  }
}
