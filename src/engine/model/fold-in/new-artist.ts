import { columnsOfRows, DESCRIBE, type Description, INSPECT } from '../../../util/description.js';
import { formatPlural } from '../../../util/format.js';
import { IdMap } from '../../matrix/id-map.js';
import { rankRows } from '../../ranking/rank-rows.js';
import type { DerivedData } from '../derived-data.js';
import { nameSimilarArtists, readCount, type SimilarArtist, type SimilarOptions } from '../questions.js';
import { numberPlays, type PlaysByName } from './plays.js';
import { artistsToSolve, solveOnly } from './solve-rows.js';

/** A user and their predicted preference for an artist. */
export interface LikelyListener {
  user: string;
  /** x.y, the dot product of the user's and the artist's vectors. */
  score: number;
}

/** An artist the model was not trained on, created by `model.foldInArtist`. */
export class NewArtist {
  /** Who plays it, in the order of the model's users. */
  readonly plays: readonly { user: string; plays: number }[];
  /** (F) the vector of factors */
  readonly vector: Float32Array;
  readonly #derived: DerivedData;
  /** Rows of who plays it, rising. */
  readonly #listeners: ArrayLike<number>;

  constructor(derived: DerivedData, given: PlaysByName) {
    const { users } = derived.parts;
    const { rows, plays: values } = numberPlays(given, users);
    const indptr = Int32Array.of(0, rows.length);
    const plays = { rows: 1, columns: users.size, indptr, indices: rows, values };
    this.vector = solveOnly(artistsToSolve(derived, plays, new IdMap('artist', ['the new artist'])));
    this.plays = Array.from(rows, (row, i) => ({ user: users.names[row], plays: values[i] }));
    this.#derived = derived;
    this.#listeners = rows;
  }

  /** @internal */
  [DESCRIBE](): Description {
    return { title: this[INSPECT](), columns: columnsOfRows(this.plays) };
  }

  /** @internal */
  [INSPECT](): string {
    return `An artist whom ${formatPlural(this.plays.length, 'user')} of the model ${this.plays.length === 1 ? 'plays' : 'play'}`;
  }

  /**
   * The most similar artists of the model, by descending cosine.
   *
   * @example artist.similarArtists({ count: 5 }) // [{ artist, similarity: 0.93 }, ...]
   * @param options `count`: how many. Default 10
   * @throws InputError for a count below 1
   * Cost: O(I F), as `model.similarArtists`.
   */
  similarArtists(options: SimilarOptions = {}): SimilarArtist[] {
    const count = readCount(options);
    const { artists, parts } = this.#derived;
    return nameSimilarArtists(parts, rankRows(artists, { vector: this.vector, by: 'cosine', count }));
  }

  /**
   * The users most likely to like it: the highest scores, without those who already play it.
   *
   * @example artist.likelyListeners({ count: 100 }) // [{ user, score: 0.98 }, ...]
   * @param options `count`: how many. Default 10
   * @throws InputError for a count below 1
   * Cost: O(U F).
   */
  likelyListeners(options: SimilarOptions = {}): LikelyListener[] {
    const count = readCount(options);
    const { users, parts } = this.#derived;
    const { rows, scores } = rankRows(users, {
      vector: this.vector,
      by: 'product',
      count,
      leftOut: this.#listeners,
    });
    return Array.from(rows, (row, i) => ({ user: parts.users.names[row], score: scores[i] }));
  }
}
