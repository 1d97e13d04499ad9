import { DESCRIBE, type Description, INSPECT } from '../../util/description.js';
import { formatPlural } from '../../util/format.js';
import { signalIn, type Watch } from '../../util/work.js';
import type { CsrMatrix } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import type { Interactions } from '../matrix/interactions.js';
import { similarRows } from '../ranking/rank-rows.js';
import { recommendByPlan } from '../ranking/recommend.js';
import type { FactorParts } from '../ranking/scorer.js';
import { checkIndex, type Ranking } from '../ranking/top-k.js';
import { DerivedData } from './derived-data.js';
import type { PlayStatistics } from './equations/weighting.js';
import { type ExplainOptions, type Explanation, explainScore } from './explain.js';
import type { FoldInOptions } from './fold-in/few-plays.js';
import { Listener } from './fold-in/listener.js';
import { NewArtist } from './fold-in/new-artist.js';
import type { PlaysByName } from './fold-in/plays.js';
import { otherListeners, refreshArtists, refreshUsers } from './fold-in/refresh.js';
import { checkShapes, type ModelParts } from './model-parts.js';
import {
  nameArtists,
  nameSimilarArtists,
  nameUsers,
  planRecommend,
  type Recommendation,
  type RecommendOptions,
  readCount,
  rowsOfUsers,
  type SimilarArtist,
  type SimilarOptions,
  type SimilarUser,
} from './questions.js';

export type { Recommendation, RecommendOptions, SimilarArtist, SimilarOptions, SimilarUser };

/**
 * A trained model: a vector of factors for each user and each artist, with their names. One of several `seeds` has the
 * factors of all side by side, and the mean of their scores. Shapes: users U, artists I, factors F.
 *
 * @example
 * const model = await trainAls(interactions, { factors: 20 });
 * model.similarArtists('red hot chili peppers', { count: 10 });
 * model.recommend(user, { count: 20 });
 * await model.save('sample.safetensors');
 */
export class Model implements ModelParts {
  /** (U) names of the users. */
  readonly users: IdMap;
  /** (I) names of the artists. */
  readonly artists: IdMap;
  /** F, latent dimensions. */
  readonly factors: number;
  /** (U x F) row-major. */
  readonly userFactors: Float32Array;
  /** (I x F) row-major. */
  readonly artistFactors: Float32Array;
  /** (U x I) what was played. */
  readonly plays: CsrMatrix;
  /** The options it was trained with. */
  readonly training: Readonly<Record<string, string | number | boolean>>;
  /** Training loss after each iteration, if computed. */
  readonly losses: readonly number[] | undefined;
  /** Statistics of the plays it was trained on, if these are not `plays`: see {@link withListeners}. */
  readonly statistics: PlayStatistics | undefined;
  readonly #derived: DerivedData;

  /** @throws InputError when the shapes of the parts do not fit together */
  constructor(parts: ModelParts) {
    checkShapes(parts);
    this.users = parts.users;
    this.artists = parts.artists;
    this.factors = parts.factors;
    this.userFactors = parts.userFactors;
    this.artistFactors = parts.artistFactors;
    this.plays = parts.plays;
    this.training = parts.training;
    this.losses = parts.losses;
    this.statistics = parts.statistics;
    this.#derived = new DerivedData(this, parts.artistGram);
  }

  /** @internal What its scores are computed from, for worker threads. */
  get scorerParts(): FactorParts {
    const { factors, userFactors, artistFactors } = this;
    return { kind: 'factors', factors, userFactors, artistFactors };
  }

  /**
   * @internal Does beforehand what the first questions about artists would wait for: 0.2 s for 360,000 users and 290,000 artists, after
   * a training of minutes or the reading of a file.
   */
  async prepare(signal?: AbortSignal): Promise<this> {
    await this.#derived.prepare(signal);
    return this;
  }

  /** @internal */
  [DESCRIBE](): Description {
    const { users, artists, plays, training, losses } = this;
    const loss = losses && losses.length > 0 ? { 'training loss': losses[losses.length - 1] } : {};
    const shape = { users: users.size, artists: artists.size, 'pairs with plays': plays.indices.length };
    return { title: this[INSPECT](), facts: { ...shape, factors: this.factors, ...training, ...loss } };
  }

  /** @internal */
  [INSPECT](): string {
    const [users, artists] = [
      formatPlural(this.users.size, 'user'),
      formatPlural(this.artists.size, 'artist'),
    ];
    return `Model of ${users} and ${artists} with ${formatPlural(this.factors, 'factor')}`;
  }

  /**
   * The artists most similar to one, the artist itself first with exactly 1, then by descending cosine.
   *
   * Artists without plays have the zero vector, which has no direction: they are similar only to themselves and never
   * listed for another artist. Of several `seeds` it is the mean cosine, weighted by the vectors' lengths.
   *
   * @example model.similarArtists('die Ärzte', { count: 3 }) // [{ artist: 'die Ärzte', similarity: 1 }, ...]
   * @param name an artist; case does not matter
   * @throws InputError for an unknown artist, naming the nearest known one; for a count below 1
   * Cost: O(I F), a byte for each factor of each artist kept; the first answers, which fill that memory, take longer.
   */
  similarArtists(name: string, options: SimilarOptions = {}): SimilarArtist[] {
    return nameSimilarArtists(this, this.similarArtistsByIndex(this.artists.index(name), options));
  }

  /** {@link similarArtists} from row number to row numbers. */
  similarArtistsByIndex(artist: number, options: SimilarOptions = {}): Ranking {
    checkIndex('artist', artist, this.artists.size);
    const count = readCount(options);
    return similarRows(this.#derived.artists, artist, count);
  }

  /**
   * The users whose taste is most similar to one user's, the user first with exactly 1, then by descending cosine.
   * Users without plays are similar only to themselves.
   *
   * @example model.similarUsers(user, { count: 5 }) // [{ user, similarity: 1 }, ...]
   * @throws InputError for an unknown user; for a count below 1
   * Cost: O(U F), a byte for each factor of each user kept; the first answers, which fill that memory, take longer.
   */
  similarUsers(user: string, options: SimilarOptions = {}): SimilarUser[] {
    return nameUsers(this, this.similarUsersByIndex(this.users.index(user), options));
  }

  /** {@link similarUsers} from row number to row numbers. */
  similarUsersByIndex(user: number, options: SimilarOptions = {}): Ranking {
    checkIndex('user', user, this.users.size);
    const count = readCount(options);
    return similarRows(this.#derived.users, user, count);
  }

  /**
   * The artists with the highest scores x.y for a user, best first; what they played is left out.
   *
   * A score is the predicted preference: training pulls it towards 1 for played artists and 0 for the
   * others, so most lie between, but nothing bounds it. Scores order the artists of one user; they are not
   * probabilities. A user without plays gets an empty list. With `diversity`, `calibration` or `popularityDamper` the
   * order is theirs, and scores are still x.y.
   *
   * @example model.recommend(user, { count: 3 }) // [{ artist: 'muse', score: 1.02 }, ...]
   * @example model.recommend(user, { exclude: ['muse'], minimumListeners: 20, diversity: 0.3 })
   * @param user a user's name
   * @param options see {@link RecommendOptions}
   * @throws InputError for an unknown user; for an impossible option or an unknown artist in one
   * Cost: O(I F); with diversity also 10 count^2 cosines, so that it is for short lists.
   */
  recommend(user: string, options: RecommendOptions = {}): Recommendation[] {
    return nameArtists(this, this.recommendByIndex(this.users.index(user), options));
  }

  /** {@link recommend} from row number to row numbers; in the options artists keep their names. */
  recommendByIndex(user: number, options: RecommendOptions = {}): Ranking {
    checkIndex('user', user, this.users.size);
    return recommendByPlan(this.#derived.artists, this, user, planRecommend(this.#derived, options));
  }

  /**
   * {@link recommend} for several users, checking the options once. For all users, recommendAll is faster.
   *
   * @example model.recommendMany(['ann', 'bob'], { count: 5 }) // [{ user: 'ann', recommendations }, ...]
   * @param users names, in the order of the answers
   * @throws as {@link recommend}, before anything is computed
   */
  recommendMany(
    users: readonly string[],
    options: RecommendOptions = {},
  ): { user: string; recommendations: Recommendation[] }[] {
    const rows = rowsOfUsers(this, users);
    const plan = planRecommend(this.#derived, options);
    return rows.map((row) => ({
      user: this.users.names[row],
      recommendations: nameArtists(this, recommendByPlan(this.#derived.artists, this, row, plan)),
    }));
  }

  /**
   * What each artist a user plays adds to their score for an artist; all of it together is the score (Hu, Koren and
   * Volinsky, "Collaborative filtering for implicit feedback datasets", 2008, section 5).
   *
   * The score is that of the user's equations solved exactly for the artists' vectors as they are. `recommend` takes
   * the user's vector of the last iteration, which was solved before the artists moved for the last time, so that
   * its score differs a little: the less, the more iterations were done.
   *
   * @example model.explain('ann', 'muse', { count: 3 })
   * // { artist: 'muse', score: 0.97, contributions: [{ artist: 'placebo', plays, confidence, contribution }, ...], others: 0.2 }
   * @param user a user's name; one without plays has score 0 and no contributions
   * @param artist an artist's name; case does not matter
   * @throws InputError for an unknown user or artist; for a count below 1; when `training` does not say how plays
   * became confidences, as that of a model that was made by hand
   * Cost: n F^2 / 2 + F^3 / 6 multiplications for n artists played; the first answer also I F^2 / 2.
   */
  explain(user: string, artist: string, options: ExplainOptions = {}): Explanation {
    const [row, asked] = [this.users.index(user), this.artists.index(artist)];
    return explainScore(this.#derived, this, row, asked, options);
  }

  /**
   * A listener who is not in the data, from what they play: their vector is solved exactly for the artists' vectors
   * as they are, with the plays weighted as in training. Nothing is trained and the model stays as it is. For fewer
   * than four artists lambda may be larger than in training: see {@link FoldInOptions}.
   *
   * @example model.foldIn({ radiohead: 120, muse: 40 }).recommend({ count: 10 })
   * @param plays artists and plays above 0: an object, a Map or an array of pairs
   * @throws InputError for an unknown artist, naming the nearest; for plays not above 0, or so many that their
   * confidence is above 1e12; for no plays; as {@link explain} for a model that does not say how it was trained
   * Cost: as {@link explain}.
   */
  foldIn(plays: PlaysByName, options: FoldInOptions = {}): Listener {
    return new Listener(this.#derived, plays, options);
  }

  /**
   * An artist that is not in the data, from who plays it: {@link foldIn} with users and artists swapped.
   *
   * @example model.foldInArtist({ ann: 12, bob: 3 }).similarArtists({ count: 10 })
   * @param plays users of the model and plays above 0: an object, a Map or an array of pairs
   * @throws as {@link foldIn}
   * Cost: n F^2 / 2 + F^3 / 6 multiplications for n users; the first answer also U F^2 / 2.
   */
  foldInArtist(plays: PlaysByName): NewArtist {
    return new NewArtist(this.#derived, plays);
  }

  /**
   * A model of other listeners with the same artists: each user of the interactions is folded in. This is how held-out
   * users are evaluated. Statistics that options and weightings use (an artist's listeners, the plays of the mean user)
   * stay those of the training data.
   *
   * @example (await model.withListeners(heldOut)).recommend('carl')
   * @param interactions (users x artists) plays; artists are matched by name, those the model does not know are left
   * out
   * @param options see {@link FoldInOptions} and {@link Watch}
   * @throws InputError when no artist is known; for plays that are not finite numbers above 0; as {@link foldIn}
   * for a model that does not say how it was trained; the signal's reason when aborted
   * Cost: as {@link foldIn} for each user, on the calling thread, yielding now and then: 2 s for 10,000 users of 50
   * artists at 64 factors, a fifth of it at 20.
   */
  async withListeners(interactions: Interactions, options: Watch & FoldInOptions = {}): Promise<Model> {
    return new Model(await otherListeners(this.#derived, interactions, options));
  }

  /**
   * A model in which the users with plays in `interactions` have these plays in place of what they had, and vectors
   * to match, by the equations of the others; users it does not know yet are added. All other users and all artists
   * stay the same, bit for bit.
   *
   * @example model = await model.updateUsers(playsOfToday)
   * @param interactions all plays of these users; they are matched by their exact names, artists as in
   * {@link withListeners}
   * @param watch as {@link withListeners}
   * @throws as {@link withListeners}
   * Cost: as {@link withListeners}, and a copy of the users' vectors and plays.
   */
  async updateUsers(interactions: Interactions, watch: Watch = {}): Promise<Model> {
    return new Model(await refreshUsers(this.#derived, interactions, watch));
  }

  /**
   * {@link updateUsers} for artists: those with plays in `interactions` have these listeners in place of what they
   * had, and new ones are added; users the model does not know are left out. With new users who play new artists,
   * update the artists first.
   *
   * @example model = await model.updateArtists(playsOfNewArtists)
   * @param interactions all plays of these artists
   * @param watch as {@link withListeners}
   * @throws as {@link withListeners}
   */
  async updateArtists(interactions: Interactions, watch: Watch = {}): Promise<Model> {
    return new Model(await refreshArtists(this.#derived, interactions, watch));
  }

  /**
   * Writes the model to one file with its names, plays, training options and losses, atomically. The file
   * is in the safetensors format: Python reads it with `safetensors.numpy.load_file(path)`.
   *
   * @example await model.save('sample.safetensors');
   * @param path the file; its folder is created, an existing model is replaced
   * @param options `signal` stops it and leaves the old file; default, in a notebook, that of the running cell
   * @throws InputError when the file cannot be written
   */
  async save(path: string | URL, options: { signal?: AbortSignal } = {}): Promise<void> {
    // Imported lazily, so that a browser can bundle the model without Node.js.
    const { writeModelFile } = await import('./node/model-file.js');
    const parts = { ...this, artistGram: this.#derived.gramToSave };
    await writeModelFile(path, parts, await signalIn(options));
  }
}
