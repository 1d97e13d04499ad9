import { columnsOfRows, DESCRIBE, type Description, INSPECT } from '../../../util/description.js';
import { formatPlural } from '../../../util/format.js';
import { IdMap } from '../../matrix/id-map.js';
import { rankRows } from '../../ranking/rank-rows.js';
import { recommendByPlan } from '../../ranking/recommend.js';
import type { DerivedData } from '../derived-data.js';
import { type ExplainOptions, type Explanation, explainScore } from '../explain.js';
import type { ModelParts } from '../model-parts.js';
import {
  nameArtists,
  nameUsers,
  planRecommend,
  type Recommendation,
  type RecommendOptions,
  readCount,
  type SimilarOptions,
  type SimilarUser,
} from '../questions.js';
import { type FoldInOptions, readFoldInOptions, withFewPlays } from './few-plays.js';
import { numberPlays, type PlaysByName } from './plays.js';
import { solveOnly, usersToSolve } from './solve-rows.js';

/** A listener the model was not trained on, created by `model.foldIn`. */
export class Listener {
  /** What they play, in the order of the model's artists. */
  readonly plays: readonly { artist: string; plays: number }[];
  /** (F) the vector of factors */
  readonly vector: Float32Array;
  readonly #derived: DerivedData;
  /** The model with this listener as its only user. */
  readonly #alone: ModelParts;

  constructor(derived: DerivedData, given: PlaysByName, options: FoldInOptions = {}) {
    const { parts } = derived;
    const solved = withFewPlays(parts, readFoldInOptions(options));
    const { rows, plays: values } = numberPlays(given, parts.artists);
    const users = new IdMap('user', ['the new listener']);
    const indptr = Int32Array.of(0, rows.length);
    const plays = { rows: 1, columns: parts.artists.size, indptr, indices: rows, values };
    this.vector = solveOnly(usersToSolve(derived, plays, users, solved));
    this.plays = Array.from(rows, (row, i) => ({ artist: parts.artists.names[row], plays: values[i] }));
    this.#derived = derived;
    this.#alone = { ...solved, users, userFactors: this.vector, plays };
  }

  /** @internal */
  [DESCRIBE](): Description {
    return { title: this[INSPECT](), columns: columnsOfRows(this.plays) };
  }

  /** @internal */
  [INSPECT](): string {
    return `A listener who plays ${formatPlural(this.plays.length, 'artist')}`;
  }

  /**
   * Recommends artists to this listener, as `model.recommend` does to a user; what they play is left out.
   *
   * @example listener.recommend({ count: 10, diversity: 0.3 })
   * @throws InputError for an impossible option
   * Cost: O(I F).
   */
  recommend(options: RecommendOptions = {}): Recommendation[] {
    const plan = planRecommend(this.#derived, options);
    return nameArtists(this.#alone, recommendByPlan(this.#derived.artists, this.#alone, 0, plan));
  }

  /**
   * How much each artist they play adds to their score for one, as `model.explain` does for a user. The score is that
   * of `recommend`, up to the rounding of the vector to single precision.
   *
   * @example listener.explain('placebo', { count: 5 })
   * @throws InputError for an unknown artist; for a count below 1
   */
  explain(artist: string, options: ExplainOptions = {}): Explanation {
    const row = this.#alone.artists.index(artist);
    return explainScore(this.#derived, this.#alone, 0, row, options);
  }

  /**
   * The users of the model with the most similar taste, by descending cosine.
   *
   * @example listener.similarUsers({ count: 5 }) // [{ user, similarity: 0.93 }, ...]
   * @param options `count`: how many. Default 10
   * @throws InputError for a count below 1
   * Cost: O(U F), as `model.similarUsers`.
   */
  similarUsers(options: SimilarOptions = {}): SimilarUser[] {
    const count = readCount(options);
    const { users, parts } = this.#derived;
    return nameUsers(parts, rankRows(users, { vector: this.vector, by: 'cosine', count }));
  }
}
