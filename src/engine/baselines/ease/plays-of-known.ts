import type { CsrMatrix } from '../../matrix/csr.js';
import { weightPlays } from '../../model/equations/weighting.js';
import { withValues } from '../with-values.js';
import { mostPopular, placesAmong, selectColumns } from './popular-columns.js';

// Shapes: users U, artists I, of which M are known to EASE.

/** How plays are weighted. */
export type EaseWeighting = 'linear' | 'log' | 'binary';

/** The artists that take part, and how plays of them are weighted. */
export class KnownArtists {
  /** (M) their rows among all artists, ascending. */
  readonly rows: Int32Array;
  readonly #columns: Int32Array;
  readonly #weighting: EaseWeighting;
  readonly #scale: number;

  /**
   * @param plays (U x I) of the training
   * @param most how many of the artists with the most listeners; those that nobody plays never take part
   */
  constructor(plays: CsrMatrix, most: number, weighting: EaseWeighting) {
    this.rows = mostPopular(plays, most);
    this.#columns = placesAmong(this.rows, plays.columns);
    this.#weighting = weighting;
    const weights = weightPlays(plays, weighting);
    let sum = 0;
    for (const weight of weights) sum += weight;
    this.#scale = weights.length / sum;
  }

  /** The column of an artist, -1 for one that is not known. */
  columnOf(artist: number): number {
    return this.#columns[artist];
  }

  /** (users x M) weighted plays of the known artists, divided by the mean weight of the training's plays. */
  weigh(plays: CsrMatrix): CsrMatrix {
    const weights = weightPlays(plays, this.#weighting);
    for (let i = 0; i < weights.length; i++) weights[i] *= this.#scale;
    return selectColumns(withValues(plays, weights), this.#columns, this.rows.length);
  }
}
