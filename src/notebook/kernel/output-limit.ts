import { formatCount } from '../../util/format.js';

/** So often one request may print, a line each time with `console.log`: a page of more answers no click any more. */
const PRINTED = 120_000;

/** Of what is printed more often, so many last times are shown when the request has ended. */
const LAST = 1000;

/** Said where the first of them ends: a cell may go on for hours. */
const NOTICE = `\n[listenlab: ${formatCount(PRINTED)} lines are shown; of those to come, the last ${formatCount(LAST)} follow when the cell has ended]\n`;

/** Figures, tables and other displays that one request may show. */
const DISPLAYED = 10_000;

/** What one request has put out. */
interface Count {
  prints: number;
  /** Characters that are shown. */
  characters: number;
  /** The last texts that are not shown yet. */
  last: string[];
  displays: number;
}

/** Keeps endless loops that print or show from flooding notebooks: lets the beginning and the end through. */
export class OutputLimit {
  readonly #counts = new WeakMap<object, Count>();

  /** What of a text is to be shown now, which `who` prints. */
  admit(who: object, text: string): string {
    const count = this.#countOf(who);
    count.prints++;
    if (count.prints <= PRINTED) {
      count.characters += text.length;
      return text;
    }
    count.last.push(text);
    // Cut now and then, and not each time.
    if (count.last.length > 10 * LAST) count.last = count.last.slice(-LAST);
    return count.prints === PRINTED + 1 ? NOTICE : '';
  }

  /** How many characters of `who` are shown. */
  shown(who: object): number {
    return this.#countOf(who).characters;
  }

  /** Whether one more thing is to be shown, which `who` displays. */
  admitsDisplay(who: object): boolean {
    return ++this.#countOf(who).displays <= DISPLAYED;
  }

  /** What is to be shown at the end of somebody who has put out more than that, with a word on what is left out. */
  end(who: object): string {
    const count = this.#countOf(who);
    const last = count.last.slice(-LAST);
    count.last = [];
    const left = Math.max(0, count.prints - PRINTED - last.length);
    const displays = Math.max(0, count.displays - DISPLAYED);
    return [
      left > 0
        ? `\n[listenlab: ${formatCount(left)} more lines are left out here: print less, or write to a file]\n`
        : '',
      ...last,
      displays > 0
        ? `\n[listenlab: ${formatCount(displays)} more figures, tables or other displays are left out]\n`
        : '',
    ].join('');
  }

  #countOf(who: object): Count {
    const known = this.#counts.get(who);
    if (known) return known;
    const count = { prints: 0, characters: 0, last: [], displays: 0 };
    this.#counts.set(who, count);
    return count;
  }
}
