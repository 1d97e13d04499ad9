import { DESCRIBE, type Description, INSPECT } from '../../util/description.js';
import { InputError } from '../../util/errors.js';
import { formatPlural } from '../../util/format.js';
import type { Watch } from '../../util/work.js';
import { requireInteractions } from '../matrix/check-interactions.js';
import type { CsrMatrix } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import type { Interactions } from '../matrix/interactions.js';
import type { Recommendation, RecommendOptions, SimilarArtist, SimilarOptions } from '../model/model.js';
import { artistsByName, readCount, readRecommendOptions } from '../model/questions.js';
import { bestScored, type Scorer, type ScorerParts, scorerOf } from '../ranking/scorer.js';
import { checkIndex, type Ranking } from '../ranking/top-k.js';
import type { Recommender } from './algorithm.js';

/** What an algorithm has learned about artists, independent of the users recommended to. */
export interface ArtistKnowledge {
  /** (I) the artists it was learned from. */
  readonly artists: IdMap;
  /** What scores artists for these listeners, whose plays have the same artists. */
  scorerParts(listeners: Interactions, watch: Watch): ScorerParts | Promise<ScorerParts>;
  /** The most similar artists, starting with the artist itself, and their similarities. */
  similarArtists(artist: number, count: number): Ranking;
  /** What its description says besides. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/**
 * A recommender without factors: it scores by popularity, by neighbours, or by weights between artists.
 * Shapes: users U, artists I.
 *
 * Artists without any evidence have no score: a list may be shorter than requested.
 */
export class ScoredRecommender implements Recommender {
  /** (U) names of the users. */
  readonly users: IdMap;
  /** (I) names of the artists. */
  readonly artists: IdMap;
  /** (U x I) what was played, which is left out of recommendations. */
  readonly plays: CsrMatrix;
  /** Everything needed to score artists for its users, even on another thread. */
  readonly scorerParts: ScorerParts;
  readonly #knowledge: ArtistKnowledge;
  readonly #scorer: Scorer;

  constructor(listeners: Interactions, knowledge: ArtistKnowledge, scorerParts: ScorerParts) {
    this.users = listeners.users;
    this.artists = knowledge.artists;
    this.plays = listeners.byUser;
    this.scorerParts = scorerParts;
    this.#knowledge = knowledge;
    this.#scorer = scorerOf(this.scorerParts);
  }

  /** @internal */
  [DESCRIBE](): Description {
    const { users, artists, plays } = this;
    const facts = {
      users: users.size,
      artists: artists.size,
      'pairs with plays': plays.indices.length,
      ...this.#knowledge.facts,
    };
    return { title: this[INSPECT](), facts };
  }

  /** @internal */
  [INSPECT](): string {
    const [users, artists] = [
      formatPlural(this.users.size, 'user'),
      formatPlural(this.artists.size, 'artist'),
    ];
    return `Recommender without factors for ${users} and ${artists}`;
  }

  /**
   * The artists with the highest scores for a user, best first; what they played is left out.
   *
   * @example recommender.recommend(user, { count: 3 }) // [{ artist: 'muse', score: 102 }, ...]
   * @param user a user's name
   * @param options `count`, `includePlayed`, `exclude` and `only`; the others need a model of factors
   * @throws InputError for an unknown user or artist; for a count below 1; for an option it does not have
   */
  recommend(user: string, options: RecommendOptions = {}): Recommendation[] {
    const { rows, scores } = this.recommendByIndex(this.users.index(user), options);
    return Array.from(rows, (row, i) => ({ artist: this.artists.names[row], score: scores[i] }));
  }

  /** {@link recommend} from row number to row numbers. */
  recommendByIndex(user: number, options: RecommendOptions = {}): Ranking {
    checkIndex('user', user, this.users.size);
    const { count, includePlayed, exclude, only, ...filters } = readRecommendOptions(options);
    refuseFilters(filters);
    const { indptr, indices } = this.plays;
    const played = includePlayed ? [] : indices.subarray(indptr[user], indptr[user + 1]);
    if (!exclude && !only) return this.#scorer.best(user, count, played);
    const scores = new Float64Array(this.artists.size);
    this.#scorer.scoreInto(user, scores);
    keepAllowed(scores, artistsByName(this.artists, { exclude, only }));
    return bestScored(scores, count, played);
  }

  /**
   * The most similar artists, starting with the artist itself; similarity is defined by the algorithm.
   *
   * @example recommender.similarArtists('die Ärzte', { count: 3 })
   * @param name an artist; case does not matter
   * @throws InputError for an unknown artist; for a count below 1; if the algorithm has no similarity
   */
  similarArtists(name: string, options: SimilarOptions = {}): SimilarArtist[] {
    const { rows, scores } = this.similarArtistsByIndex(this.artists.index(name), options);
    return Array.from(rows, (row, i) => ({ artist: this.artists.names[row], similarity: scores[i] }));
  }

  /** {@link similarArtists} from row number to row numbers. */
  similarArtistsByIndex(artist: number, options: SimilarOptions = {}): Ranking {
    checkIndex('artist', artist, this.artists.size);
    const count = readCount(options);
    return this.#knowledge.similarArtists(artist, count);
  }

  /**
   * The same knowledge of artists applied to other users.
   *
   * @example const others = await recommender.withListeners(split.known);
   * @param known what these users played, with the same artists in the same order
   * @throws InputError when the artists are not the same
   */
  async withListeners(known: Interactions, watch: Watch = {}): Promise<ScoredRecommender> {
    requireInteractions(known);
    checkSameArtists(this.artists, known.artists);
    return await recommenderFor(known, this.#knowledge, watch);
  }
}

/** Applies what was learned about artists to listeners. */
export async function recommenderFor(
  listeners: Interactions,
  knowledge: ArtistKnowledge,
  watch: Watch,
): Promise<ScoredRecommender> {
  return new ScoredRecommender(listeners, knowledge, await knowledge.scorerParts(listeners, watch));
}

/** Artists with a score of 0 are not recommended. */
function keepAllowed(scores: Float64Array, allowed: Uint8Array): void {
  for (let artist = 0; artist < scores.length; artist++) if (!allowed[artist]) scores[artist] = 0;
}

function refuseFilters(
  filters: Omit<RecommendOptions, 'count' | 'includePlayed' | 'exclude' | 'only'>,
): void {
  const given = Object.entries(filters).find(([, value]) => value !== undefined && value !== 0);
  if (!given) return;
  throw new InputError(
    `${given[0]} was given, but this recommender does not support it; leave it out, or use a model of factors such as als()`,
  );
}

function checkSameArtists(expected: IdMap, found: IdMap): void {
  if (found === expected) return;
  const differs = expected.names.findIndex((name, row) => name !== found.names[row]);
  if (differs < 0 && found.size === expected.size) return;
  const where =
    found.size === expected.size
      ? `row ${differs} is '${found.names[differs]}' and not '${expected.names[differs]}'`
      : `${found.size} instead of ${expected.size}`;
  throw new InputError(
    `these listeners' artists are not those of the training (${where}); take both from one split or dataset`,
  );
}

/** An artist followed by the artists similar to it, at most `count` in all. */
export function itselfFirst(artist: number, similarity: number, others: Ranking, count: number): Ranking {
  return {
    rows: Int32Array.of(artist, ...others.rows.subarray(0, count - 1)),
    scores: Float64Array.of(similarity, ...others.scores.subarray(0, count - 1)),
  };
}
