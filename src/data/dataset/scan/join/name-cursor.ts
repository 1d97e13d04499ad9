import type { SortedNames } from '../threads/kernel.js';

const TAB = 9;
const LINE_END = 10;

/** Goes through a list of names in byte order. */
export class NameCursor {
  readonly texts: Uint8Array;
  /** Where the name is. */
  start = 0;
  end = 0;
  /** Where the id behind it is. */
  idStart = 0;
  idEnd = 0;
  /** The name's number in the list. */
  number = -1;
  #place = -1;
  /** Where the next name begins. */
  #at = 0;

  constructor(
    private readonly names: SortedNames,
    readonly list: number,
  ) {
    this.texts = names.texts;
  }

  /** @returns false behind the last name */
  next(): boolean {
    const { texts, names } = this;
    if (++this.#place >= names.order.length) return false;
    this.number = names.order[this.#place];
    let at = this.#at;
    this.start = at;
    while (texts[at] !== LINE_END && texts[at] !== TAB) at++;
    this.end = at;
    this.idStart = texts[at] === TAB ? at + 1 : at;
    while (texts[at] !== LINE_END) at++;
    this.idEnd = at;
    this.#at = at + 1;
    return true;
  }

  isBefore(other: NameCursor): boolean {
    const [mine, others] = [this.texts, other.texts];
    const shorter = Math.min(this.end - this.start, other.end - other.start);
    for (let i = 0; i < shorter; i++) {
      const difference = mine[this.start + i] - others[other.start + i];
      if (difference !== 0) return difference < 0;
    }
    return this.end - this.start < other.end - other.start;
  }

  isName(texts: Uint8Array, start: number, end: number): boolean {
    return isSame(this.texts, this.start, this.end, texts, start, end);
  }

  hasId(texts: Uint8Array, start: number, end: number): boolean {
    return isSame(this.texts, this.idStart, this.idEnd, texts, start, end);
  }
}

function isSame(
  a: Uint8Array,
  aStart: number,
  aEnd: number,
  b: Uint8Array,
  bStart: number,
  bEnd: number,
): boolean {
  if (aEnd - aStart !== bEnd - bStart) return false;
  for (let i = 0; aStart + i < aEnd; i++) if (a[aStart + i] !== b[bStart + i]) return false;
  return true;
}
