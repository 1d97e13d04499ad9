import type { FoundArtists } from './messages.js';
import { NearestNames } from './nearest-names.js';

/** How many names a search gives: as many as fit below a field. */
const MOST = 8;

/** Finds artists by a part of their names, popular ones first, and those that were nearly typed. */
export class ArtistFinder {
  readonly #names: readonly string[];
  /** (artists) rows by falling number of listeners */
  readonly #order: Int32Array;
  #folded: readonly string[] | undefined;
  #nearest: NearestNames | undefined;

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
   * and accents. Where there are none, those whose names are a few letters away.
   *
   * Cost: one pass over the names, 20 ms for 300,000 of them; the first search takes 0.3 s.
   */
  find(text: string): FoundArtists {
    this.#folded ??= Array.from(this.#order, (row) => fold(this.#names[row]));
    const wanted = fold(text).trim();
    const found = this.#containing(wanted, this.#folded);
    if (found.length > 0) return { names: this.#namesAt(found), nearest: [] };
    this.#nearest ??= new NearestNames(this.#folded);
    return { names: [], nearest: this.#namesAt(this.#nearest.find(wanted)) };
  }

  #containing(wanted: string, folded: readonly string[]): number[] {
    const exact = folded.indexOf(wanted);
    const first: number[] = exact < 0 ? [] : [exact];
    const later: number[] = [];
    for (let place = 0; place < folded.length && first.length < MOST; place++) {
      const at = folded[place].indexOf(wanted);
      if (at === 0 && place !== exact) first.push(place);
      else if (at > 0 && later.length < MOST) later.push(place);
    }
    return [...first, ...later].slice(0, MOST);
  }

  #namesAt(places: readonly number[]): string[] {
    return places.map((place) => this.#names[this.#order[place]]);
  }
}

function fold(name: string): string {
  const small = name.toLowerCase();
  // Most names have no accents to lose.
  return /^[ -~]*$/.test(small) ? small : small.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
