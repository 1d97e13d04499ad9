import type { NameCursor } from './name-cursor.js';

/** An id of an artist that has several, with the list and the number there of a pair that has it. */
export interface ArtistId {
  readonly artist: number;
  readonly id: string;
  readonly list: number;
  readonly pair: number;
}

const NO_BYTES = new Uint8Array();

interface Pair {
  texts: Uint8Array;
  start: number;
  end: number;
  list: number;
  number: number;
}

/** The ids of one artist after the other. Pairs are used again and again: there are as many as names. */
export class PairsOfArtist {
  readonly #pairs: Pair[] = [];
  #count = 0;
  /** Whether any id is another one than the first. */
  differ = false;

  clear(): void {
    this.#count = 0;
    this.differ = false;
  }

  /** Adds the id that the cursor is at. */
  add(cursor: NameCursor): void {
    this.#pairs[this.#count] ??= { ...NO_PAIR };
    const pair = this.#pairs[this.#count++];
    pair.texts = cursor.texts;
    pair.start = cursor.idStart;
    pair.end = cursor.idEnd;
    pair.list = cursor.list;
    pair.number = cursor.number;
    const { texts, start, end } = this.#pairs[0];
    if (!cursor.hasId(texts, start, end)) this.differ = true;
  }

  /** An empty one where there is none. */
  get first(): Readonly<Pair> {
    return this.#count > 0 ? this.#pairs[0] : NO_PAIR;
  }

  read(artist: number): ArtistId[] {
    return this.#pairs.slice(0, this.#count).map(({ texts, start, end, list, number }) => ({
      artist,
      id: Buffer.from(texts.subarray(start, end)).toString(),
      list,
      pair: number,
    }));
  }
}

const NO_PAIR: Pair = { texts: NO_BYTES, start: 0, end: 0, list: 0, number: 0 };
