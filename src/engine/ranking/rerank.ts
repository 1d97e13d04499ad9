import { countByStratum, divergence } from './popularity-mix.js';
import { STRATA } from './popularity-strata.js';
import { dotRows, rowNorm } from './products.js';
import type { Ranking } from './top-k.js';

/** What a list is chosen for beside the scores. Shapes: artists I. */
export interface RerankPlan {
  /** 0 to 1 */
  readonly diversity: number;
  readonly calibration?: Calibration;
}

/** A listener's own mix of popular and rare artists, which the list is to have. */
interface Calibration {
  /** 0 to 1 */
  readonly weight: number;
  /** (I) the stratum of popularity of each artist, as `popularityStrata` gives it */
  readonly strata: Uint8Array;
}

/** Vectors of artists, for cosines. Shapes: artists I, factors F. */
interface ArtistVectors {
  readonly factors: number;
  /** (I x F) row-major */
  readonly artistFactors: Float32Array;
}

/** How many artists are ranked for each one that is chosen from them. */
export const POOL = 10;

/**
 * Chooses some of ranked artists one by one, each time the one that adds most: liked, unlike those already chosen, and
 * of a popularity that the list lacks. See RecommendOptions for the formulas and their sources; equal values in the
 * order of the ranking.
 *
 * @param ranked best first
 * @param profile what the listener plays
 * @returns rows in the order chosen, with the scores of the ranking
 * Cost: for each artist ranked and each chosen, a cosine if the list is to be diverse.
 */
export function rerank(
  parts: ArtistVectors,
  ranked: Ranking,
  count: number,
  profile: Int32Array,
  { diversity, calibration }: RerankPlan,
): Ranking {
  const { rows, scores } = ranked;
  const range = scores[0] - scores[scores.length - 1];
  const relevance = scores.map((score) => (range > 0 ? (score - scores[scores.length - 1]) / range : 1));
  const likeness = diversity > 0 ? new Likeness(parts, rows) : undefined;
  const mix = calibration && new Mix(calibration.strata, profile);
  const weight = calibration?.weight ?? 0;
  const value = (i: number) => {
    const liked = (1 - diversity) * relevance[i] - diversity * (likeness?.nearest(i) ?? 0);
    return mix ? (1 - weight) * liked - weight * mix.distanceWith(rows[i]) : liked;
  };
  const left = Array.from(rows.keys());
  const chosen: number[] = [];
  while (chosen.length < count && left.length > 0) {
    const values = left.map(value);
    const place = values.reduce((best, each, at) => (each > values[best] ? at : best), 0);
    const [next] = left.splice(place, 1);
    chosen.push(next);
    likeness?.add(next, left);
    mix?.add(rows[next]);
  }
  return {
    rows: Int32Array.from(chosen, (i) => rows[i]),
    scores: Float64Array.from(chosen, (i) => scores[i]),
  };
}

/** How near each of some artists is to those chosen of them, by the largest cosine. */
class Likeness {
  readonly #parts: ArtistVectors;
  readonly #rows: Int32Array;
  readonly #norms: Float64Array;
  readonly #nearest: Float64Array;

  constructor(parts: ArtistVectors, rows: Int32Array) {
    this.#parts = parts;
    this.#rows = rows;
    this.#norms = Float64Array.from(rows, (row) => rowNorm(parts.artistFactors, row, parts.factors));
    this.#nearest = new Float64Array(rows.length).fill(Number.NEGATIVE_INFINITY);
  }

  /** 0 while nothing is chosen. */
  nearest(i: number): number {
    return Number.isFinite(this.#nearest[i]) ? this.#nearest[i] : 0;
  }

  add(chosen: number, left: readonly number[]): void {
    for (const i of left) this.#nearest[i] = Math.max(this.#nearest[i], this.#cosine(i, chosen));
  }

  #cosine(a: number, b: number): number {
    const { artistFactors, factors } = this.#parts;
    const lengths = this.#norms[a] * this.#norms[b];
    if (!(lengths > 0)) return 0;
    return dotRows(artistFactors, this.#rows[a], artistFactors, this.#rows[b], factors) / lengths;
  }
}

/** The strata of a list as it grows, beside those of what a listener plays. */
class Mix {
  readonly #strata: Uint8Array;
  readonly #profile: Float64Array;
  readonly #list = new Float64Array(STRATA.length);

  constructor(strata: Uint8Array, profile: Int32Array) {
    this.#strata = strata;
    this.#profile = countByStratum(strata, profile);
  }

  add(artist: number): void {
    this.#list[this.#strata[artist]]++;
  }

  /** The divergence of the profile's mix from that of the list with one more artist. */
  distanceWith(artist: number): number {
    const more = this.#strata[artist];
    this.#list[more]++;
    const distance = divergence(this.#profile, this.#list);
    this.#list[more]--;
    return distance;
  }
}
