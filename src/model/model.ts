import type { CsrMatrix } from '../matrix/csr.js';
import type { IdMap } from '../matrix/id-map.js';
import { currentSignal } from '../util/current-signal.js';
import { checkCount, checkIndex } from './arguments.js';
import type { Ranking } from './best-rows.js';
import { checkShapes, type ModelParts } from './parts.js';
import { recommendRows } from './recommend.js';
import { type RowBounds, rowBounds } from './row-bounds.js';
import { QuantisedRows } from './similar/quantised-rows.js';
import { similarRows } from './similar/similar-rows.js';

/** How many similar rows to return. */
export interface SimilarOptions {
  /** The asked one included. Default 10. */
  count?: number;
}

/** An artist and the cosine of the angle between its vector and that of the asked one. */
export interface SimilarArtist {
  artist: string;
  /** -1 to 1; exactly 1 for the artist itself. */
  similarity: number;
}

/** A user and the cosine of the angle between their vector and that of the asked one. */
export interface SimilarUser {
  user: string;
  /** -1 to 1; exactly 1 for the user themselves. */
  similarity: number;
}

/** What to recommend. */
export interface RecommendOptions {
  /** How many artists. Default 20; more than there are gives all. */
  count?: number;
  /** Whether artists the user has played may come back. Default false. */
  includePlayed?: boolean;
}

/** An artist and the predicted preference of the user for it. */
export interface Recommendation {
  artist: string;
  /** x.y, the product of the user's and the artist's vector. */
  score: number;
}

/**
 * A trained model: a vector of factors for each user and each artist, with their names.
 * It answers questions without a trainer. Shapes: users U, artists I, factors F.
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
  /** Training loss after each iteration, where it was computed. */
  readonly losses: readonly number[] | undefined;
  #artistBounds: RowBounds | undefined;
  #quantisedArtists: QuantisedRows | undefined;
  #quantisedUsers: QuantisedRows | undefined;

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
  }

  /**
   * The artists most similar to one, the artist itself first with exactly 1, then by falling cosine.
   *
   * Artists without plays have the zero vector, which points nowhere: they are similar to themselves
   * only and never come back for another artist.
   *
   * @example model.similarArtists('die Ärzte', { count: 3 }) // [{ artist: 'die Ärzte', similarity: 1 }, ...]
   * @param name an artist; case does not matter
   * @throws InputError for an unknown artist, naming the nearest known one; for a count below 1
   * Cost: O(I F), a byte for each factor of each artist kept; the first answers, which fill that memory, take longer.
   */
  similarArtists(name: string, options: SimilarOptions = {}): SimilarArtist[] {
    const { rows, scores } = this.similarArtistsByIndex(this.artists.index(name), options);
    return Array.from(rows, (row, i) => ({ artist: this.artists.names[row], similarity: scores[i] }));
  }

  /** {@link similarArtists} from row number to row numbers. */
  similarArtistsByIndex(artist: number, { count = 10 }: SimilarOptions = {}): Ranking {
    checkIndex('artist', artist, this.artists.size);
    checkCount(count);
    this.#quantisedArtists ??= new QuantisedRows(this.artistFactors, this.factors);
    return similarRows(this.#quantisedArtists, artist, count);
  }

  /**
   * The users whose taste is most similar to one user's, the user first with exactly 1, then by
   * falling cosine. Users without plays are similar to themselves only.
   *
   * @example model.similarUsers(user, { count: 5 }) // [{ user, similarity: 1 }, ...]
   * @param user a user's name
   * @throws InputError for an unknown user; for a count below 1
   * Cost: O(U F), a byte for each factor of each user kept; the first answers, which fill that memory, take longer.
   */
  similarUsers(user: string, options: SimilarOptions = {}): SimilarUser[] {
    const { rows, scores } = this.similarUsersByIndex(this.users.index(user), options);
    return Array.from(rows, (row, i) => ({ user: this.users.names[row], similarity: scores[i] }));
  }

  /** {@link similarUsers} from row number to row numbers. */
  similarUsersByIndex(user: number, { count = 10 }: SimilarOptions = {}): Ranking {
    checkIndex('user', user, this.users.size);
    checkCount(count);
    this.#quantisedUsers ??= new QuantisedRows(this.userFactors, this.factors);
    return similarRows(this.#quantisedUsers, user, count);
  }

  /**
   * The artists with the highest scores x.y for a user, best first; what they played is left out.
   *
   * A score is the predicted preference: training pulls it towards 1 for played artists and 0 for the
   * others, so most lie between, but nothing bounds it. Scores order the artists of one user; they are
   * no probabilities. A user without plays gets an empty list.
   *
   * @example model.recommend(user, { count: 3 }) // [{ artist: 'muse', score: 1.02 }, ...]
   * @param user a user's name
   * @throws InputError for an unknown user; for a count below 1
   * Cost: O(I F).
   */
  recommend(user: string, options: RecommendOptions = {}): Recommendation[] {
    const { rows, scores } = this.recommendByIndex(this.users.index(user), options);
    return Array.from(rows, (row, i) => ({ artist: this.artists.names[row], score: scores[i] }));
  }

  /** {@link recommend} from row number to row numbers. */
  recommendByIndex(user: number, { count = 20, includePlayed = false }: RecommendOptions = {}): Ranking {
    checkIndex('user', user, this.users.size);
    checkCount(count);
    this.#artistBounds ??= rowBounds(this.artistFactors, this.factors);
    return recommendRows(this, this.#artistBounds, user, count, includePlayed);
  }

  /**
   * Writes the model to one file with its names, plays, training options and losses, atomically. The file
   * is in the safetensors format: Python reads it with `safetensors.numpy.load_file(path)`.
   *
   * @example await model.save('sample.safetensors'); const same = await loadModel('sample.safetensors');
   * @param path the file; its folder is made, an old file is replaced
   * @param options `signal` stops it and leaves the old file; default, in a notebook, that of the running cell
   * @throws InputError when the file cannot be written
   */
  async save(path: string, { signal = currentSignal() }: { signal?: AbortSignal } = {}): Promise<void> {
    // Imported here, so that a browser can bundle the model without Node.js.
    const { writeModelFile } = await import('./file.js');
    await writeModelFile(path, this, signal);
  }
}
