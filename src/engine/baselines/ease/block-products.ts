import type { CsrMatrix } from '../../matrix/csr.js';

// Shapes: users U, artists I, of which P are popular, the others rare; X (U x I) weighted plays; a block has n artists.

/** What the products of blocks are looked up in and summed from. */
export interface ProductParts {
  /** X */
  readonly byUser: CsrMatrix;
  /** Xt, (I x U) */
  readonly byArtist: CsrMatrix;
  /** (I) the place of each artist among the popular ones, or -1. */
  readonly popular: Int32Array;
  /** P, how many are popular. */
  readonly popularCount: number;
  /** (P x P) the lower triangle of their part of XtX. */
  readonly products: Float64Array;
}

/**
 * The products of the columns of X of a block's artists: looked up where both are popular, else summed over the listeners
 * of the rare ones, who are few. Each listener's row is read once for the whole block, in the order of the users, so that
 * a product is the same number in every block.
 */
export class BlockProducts {
  readonly #parts: ProductParts;
  /** (I) the place of each artist in the block. */
  readonly #placeOf: Int16Array;
  readonly #isInBlock: Bits;
  readonly #isListener: Bits;
  /** The artists of the block that one user plays. */
  readonly #rare = new Played();
  readonly #popular = new Played();

  constructor(parts: ProductParts) {
    this.#parts = parts;
    this.#placeOf = new Int16Array(parts.byArtist.rows);
    this.#isInBlock = new Bits(parts.byArtist.rows);
    this.#isListener = new Bits(parts.byUser.rows);
  }

  /** Fills the lower triangle of (n x n) `matrix`. */
  fill(matrix: Float64Array, artists: Int32Array): void {
    const size = artists.length;
    matrix.fill(0, 0, size * size);
    artists.forEach((artist, place) => {
      this.#placeOf[artist] = place;
      this.#isInBlock.add(artist);
      if (this.#parts.popular[artist] >= 0) this.#lookUp(matrix, artists, place);
      else this.#addListeners(artist);
    });
    this.#isListener.drain((user) => this.#addUser(matrix, size, user));
    this.#isInBlock.clear();
  }

  /** The products of a popular artist with those before it that are popular, too. */
  #lookUp(matrix: Float64Array, artists: Int32Array, place: number): void {
    const { popular, popularCount, products } = this.#parts;
    const own = popular[artists[place]];
    for (let other = 0; other <= place; other++) {
      const their = popular[artists[other]];
      if (their < 0) continue;
      const [row, column] = own > their ? [own, their] : [their, own];
      matrix[place * artists.length + other] = products[row * popularCount + column];
    }
  }

  #addListeners(artist: number): void {
    const { indptr, indices } = this.#parts.byArtist;
    for (let i = indptr[artist]; i < indptr[artist + 1]; i++) this.#isListener.add(indices[i]);
  }

  /** Adds a user's products of each rare artist with itself, the rare ones before it, and the popular ones. */
  #addUser(matrix: Float64Array, size: number, user: number): void {
    const rare = this.#rare;
    const popular = this.#popular;
    this.#readUser(user);
    for (let i = 0; i < rare.size; i++) {
      const place = rare.places[i];
      const weight = rare.weights[i];
      for (let j = 0; j <= i; j++) {
        matrix[cellOf(size, place, rare.places[j])] += weight * rare.weights[j];
      }
      for (let j = 0; j < popular.size; j++) {
        matrix[cellOf(size, place, popular.places[j])] += weight * popular.weights[j];
      }
    }
  }

  #readUser(user: number): void {
    const { byUser, popular } = this.#parts;
    this.#rare.size = 0;
    this.#popular.size = 0;
    for (let i = byUser.indptr[user]; i < byUser.indptr[user + 1]; i++) {
      const artist = byUser.indices[i];
      if (!this.#isInBlock.has(artist)) continue;
      const played = popular[artist] >= 0 ? this.#popular : this.#rare;
      played.add(this.#placeOf[artist], byUser.values[i]);
    }
  }
}

function cellOf(size: number, a: number, b: number): number {
  return a > b ? a * size + b : b * size + a;
}

/** Most artists in a block: 2,000 neighbours of one. */
const MOST_IN_BLOCK = 2001;

class Played {
  size = 0;
  readonly places = new Int32Array(MOST_IN_BLOCK);
  readonly weights = new Float64Array(MOST_IN_BLOCK);

  add(place: number, weight: number): void {
    this.places[this.size] = place;
    this.weights[this.size++] = weight;
  }
}

/** A set of numbers, 32 in a word: that of 300,000 artists stays in the processor's first cache, or nearly. */
class Bits {
  readonly #words: Int32Array;

  constructor(size: number) {
    this.#words = new Int32Array(Math.ceil(size / 32));
  }

  add(number: number): void {
    this.#words[number >> 5] |= 1 << (number & 31);
  }

  has(number: number): boolean {
    return ((this.#words[number >> 5] >>> (number & 31)) & 1) === 1;
  }

  clear(): void {
    this.#words.fill(0);
  }

  /** Takes out all numbers, ascending. */
  drain(take: (number: number) => void): void {
    const words = this.#words;
    for (let word = 0; word < words.length; word++) {
      while (words[word] !== 0) {
        const bit = 31 - Math.clz32(words[word] & -words[word]);
        words[word] &= words[word] - 1;
        take(32 * word + bit);
      }
    }
  }
}
