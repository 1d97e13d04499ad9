/** How many names a search gives: as many as fit below a field. */
const MOST = 8;

/** Finds artists by a part of their names, popular ones first. */
export class ArtistFinder {
  readonly #names: readonly string[];
  /** (artists) rows by falling number of listeners */
  readonly #order: Int32Array;
  #folded: readonly string[] | undefined;

  /**
   * @param names (artists)
   * @param listeners (artists) how many users play each
   */
  constructor(names: readonly string[], listeners: ArrayLike<number>) {
    this.#names = names;
    this.#order = Int32Array.from(names.keys()).sort((a, b) => listeners[b] - listeners[a] || a - b);
  }

  /** The artists with the most listeners. */
  popular(count: number): string[] {
    return Array.from(this.#order.subarray(0, count), (row) => this.#names[row]);
  }

  /**
   * The artist of this name, those whose name begins with it, then those that have it elsewhere, without regard to case
   * and accents.
   *
   * Cost: one pass over the names, 20 ms for 300,000 of them.
   */
  find(text: string): string[] {
    this.#folded ??= Array.from(this.#order, (row) => fold(this.#names[row]));
    const wanted = fold(text).trim();
    const exact = this.#folded.indexOf(wanted);
    const first: number[] = exact < 0 ? [] : [exact];
    const later: number[] = [];
    for (let place = 0; place < this.#folded.length && first.length < MOST; place++) {
      const at = this.#folded[place].indexOf(wanted);
      if (at === 0 && place !== exact) first.push(place);
      else if (at > 0 && later.length < MOST) later.push(place);
    }
    return [...first, ...later].slice(0, MOST).map((place) => this.#names[this.#order[place]]);
  }
}

function fold(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
