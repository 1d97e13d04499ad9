import { closest } from 'fastest-levenshtein';
import { InputError } from '../util/errors.js';

/**
 * Names and their row numbers, both ways. Name i of `names` is row i.
 *
 * Names are matched exactly first, then without regard to case. When several names differ only in
 * case, the first of them answers for spellings that match none exactly.
 *
 * @example
 * const artists = new IdMap('artist', ['die Ärzte', 'red hot chili peppers']);
 * artists.index('Die ärzte') // 0
 */
export class IdMap {
  readonly #exact = new Map<string, number>();
  readonly #folded = new Map<string, number>();

  /**
   * @param kind what the names are, for errors: `artist` or `user`
   * @param names (rows) one name a row, all different
   */
  constructor(
    readonly kind: 'artist' | 'user',
    readonly names: readonly string[],
  ) {
    names.forEach((name, index) => {
      this.#exact.set(name, index);
      const folded = fold(name);
      if (!this.#folded.has(folded)) this.#folded.set(folded, index);
    });
  }

  /** How many names there are. */
  get size(): number {
    return this.names.length;
  }

  /** The row of a name, or undefined. Cost: constant. */
  find(name: string): number | undefined {
    return this.#exact.get(name) ?? this.#folded.get(fold(name));
  }

  /**
   * The row of a name.
   *
   * @throws InputError naming the nearest known name (Levenshtein distance). Cost of the error:
   * one pass over all names.
   */
  index(name: string): number {
    const index = this.find(name);
    if (index !== undefined) return index;
    if (this.size === 0) throw new InputError(`no ${this.kind} '${name}'; there are none in the data`);
    throw new InputError(`no ${this.kind} '${name}'; did you mean '${this.nearest(name)}'?`);
  }

  /** The known name with the fewest edits from this one. */
  nearest(name: string): string {
    const folded = closest(fold(name), [...this.#folded.keys()]);
    return this.names[this.#folded.get(folded) as number];
  }
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
