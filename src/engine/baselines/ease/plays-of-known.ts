import { allocateCsr, type CsrMatrix, countByColumn } from '../../matrix/csr.js';
import { weightPlays } from '../../model/equations/weighting.js';
import { topK } from '../../ranking/top-k.js';

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
    const listeners = countByColumn(plays);
    this.rows = topK(listeners.length, most, (artist) => listeners[artist] || undefined).rows.sort();
    this.#columns = new Int32Array(plays.columns).fill(-1);
    this.rows.forEach((artist, column) => {
      this.#columns[artist] = column;
    });
    this.#weighting = weighting;
    const weights = weightPlays(plays, weighting);
    this.#scale = weights.length / weights.reduce((sum, weight) => sum + weight, 0);
  }

  /** The column of an artist, -1 for one that is not known. */
  columnOf(artist: number): number {
    return this.#columns[artist];
  }

  /** (users x M) weighted plays of the known artists, divided by the mean weight of the training's plays. */
  weigh(plays: CsrMatrix): CsrMatrix {
    const weights = weightPlays(plays, this.#weighting);
    const isKnown = (artist: number) => this.#columns[artist] >= 0;
    const entries = plays.indices.reduce((sum, artist) => sum + (isKnown(artist) ? 1 : 0), 0);
    const result = allocateCsr(plays.rows, this.rows.length, entries);
    let next = 0;
    for (let user = 0; user < plays.rows; user++) {
      for (let i = plays.indptr[user]; i < plays.indptr[user + 1]; i++) {
        if (!isKnown(plays.indices[i])) continue;
        result.indices[next] = this.#columns[plays.indices[i]];
        result.values[next++] = weights[i] * this.#scale;
      }
      result.indptr[user + 1] = next;
    }
    return result;
  }
}
