const DAY = 86_400_000;
/** What has faded to less is kept as this much: an artist that was ever played stays known, in 32-bit floats. */
const LEAST_PLAYS = 2 ** -100;

/** Plays of one artist. */
interface Faded {
  /** Those with a date, as they count at the moment of the latest of them. */
  dated: number;
  latest: number;
  undated: number;
}

/**
 * Adds up plays of each artist, which count for half after each half-life before the last play of all. Plays without a
 * date count like the oldest that has one. Plays may come in any order: only sums are kept.
 */
export class FadingPlays {
  readonly #artists = new Map<string, Faded>();
  readonly #halfLife: number;
  #earliest = Number.POSITIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;

  /** @param days the half-life; left out, plays do not fade */
  constructor(days = Number.POSITIVE_INFINITY) {
    this.#halfLife = days * DAY;
  }

  /** When the first and the last play was; undefined where no play says when. */
  get span(): { from: Date | undefined; to: Date | undefined } {
    if (this.#earliest > this.#latest) return { from: undefined, to: undefined };
    return { from: new Date(this.#earliest), to: new Date(this.#latest) };
  }

  /** @param time in milliseconds since 1970; undefined where it is not known */
  add(artist: string, plays: number, time: number | undefined): void {
    const sums = this.#artists.get(artist) ?? { dated: 0, latest: Number.NEGATIVE_INFINITY, undated: 0 };
    this.#artists.set(artist, sums);
    if (time === undefined) {
      sums.undated += plays;
      return;
    }
    const latest = Math.max(sums.latest, time);
    const before = sums.dated === 0 ? 0 : sums.dated * this.#share(latest - sums.latest);
    sums.dated = before + plays * this.#share(latest - time);
    sums.latest = latest;
    this.#earliest = Math.min(this.#earliest, time);
    this.#latest = Math.max(this.#latest, time);
  }

  /** What each artist's plays count for. */
  *totals(): Generator<[artist: string, plays: number]> {
    const oldest = this.#earliest > this.#latest ? 1 : this.#share(this.#latest - this.#earliest);
    for (const [artist, { dated, latest, undated }] of this.#artists) {
      const plays = undated * oldest + (dated === 0 ? 0 : dated * this.#share(this.#latest - latest));
      yield [artist, Math.max(LEAST_PLAYS, plays)];
    }
  }

  #share(age: number): number {
    return 2 ** (-age / this.#halfLife);
  }
}
