import { isText, readOptions, requireList, trueOrFalse, wholeNumber } from '../../util/checks.js';
import type { IdMap } from '../matrix/id-map.js';
import type { RecommendPlan } from '../ranking/recommend.js';
import type { Ranking } from '../ranking/top-k.js';
import type { DerivedData } from './derived-data.js';
import type { ModelParts } from './model-parts.js';

/** What to recommend. All options can be combined; none of them changes the scores. */
export interface RecommendOptions {
  /** How many artists. Default 20; all artists if there are fewer. */
  count?: number;
  /** Whether artists the user has played may be recommended. Default false. */
  includePlayed?: boolean;
  /** Names of artists never to recommend. Default none. */
  exclude?: readonly string[];
  /** Names of the only artists that may be recommended. Default all. */
  only?: readonly string[];
  /** Leaves out artists with fewer listeners in the data the model was trained on. Default 0. */
  minimumListeners?: number;
  /**
   * Weight of dissimilarity to the artists ranked above, against relevance, 0 to 1. Default 0: only the score counts.
   * The list is chosen one by one from the best 10 times `count` artists, each time the one with the highest (1 -
   * diversity) relevance - diversity (largest cosine with those chosen), where relevance is the score scaled to 0 for
   * the worst and 1 for the best of these artists: maximal marginal relevance, of Carbonell and Goldstein, "The use of
   * MMR, diversity-based reranking for reordering documents and producing summaries", 1998.
   */
  diversity?: number;
  /**
   * How strongly popularity counts against an artist, 0 to 1. Default 0: not at all. Artists are ordered by score /
   * listeners^damper (score * listeners^damper for scores below 0): Steck, "Item popularity and recommendation
   * accuracy", 2011, weights hits by such a power of popularity, and his listeners only liked small ones. 0.1 is
   * gentle, 0.5 removes most well-known artists.
   */
  popularityDamper?: number;
  /**
   * Weight of the listener's own mix of popular and rare artists, against relevance, 0 to 1. Default 0: only the score
   * counts. Artists are in three strata, each with a third of all pairs of listener and artist: p has the shares of the
   * strata in what the listener plays, q those in the list. The list is chosen one by one from the best 10 times `count`
   * artists, each time the one with the highest (1 - calibration) relevance - calibration KL(p | 0.99 q + 0.01 p), with
   * the relevance of `diversity` and q with that artist: Steck, "Calibrated recommendations", 2018, sections 3 and 4.
   *
   * On lastfm-2k (log weighting, alpha 1, a random fifth held out, lists of 10), where a third of what listeners play is
   * in the tail, NDCG@10 is 0.244 with 0, 0.244 with 0.2, 0.233 with 0.5 and 0.216 with 1; 0, 1, 4 and 12 % of the lists
   * are tail, 3.1, 3.6, 4.0 and 5.2 % of the artists are recommended to anybody, and the divergence falls from 1.91 to
   * 1.30, 0.94 and 0.69.
   */
  calibration?: number;
}

/** An artist and the predicted preference of the user for it. */
export interface Recommendation {
  artist: string;
  /** x.y, the dot product of the user's and the artist's vectors. */
  score: number;
}

/** How many similar rows to return. */
export interface SimilarOptions {
  /** Including the row itself. Default 10. */
  count?: number;
}

/** An artist and the cosine between its vector and that of the queried artist. */
export interface SimilarArtist {
  artist: string;
  /** -1 to 1; exactly 1 for the artist itself. */
  similarity: number;
}

/** A user and the cosine between their vector and that of the queried user. */
export interface SimilarUser {
  user: string;
  /** -1 to 1; exactly 1 for the user themselves. */
  similarity: number;
}

const RECOMMEND_CHECKS = {
  count: wholeNumber(1),
  includePlayed: trueOrFalse,
  exclude: artistNames,
  only: artistNames,
  minimumListeners: wholeNumber(0),
  diversity: share,
  popularityDamper: share,
  calibration: share,
};
const RECOMMEND_DEFAULTS = {
  count: 20,
  includePlayed: false,
  minimumListeners: 0,
  diversity: 0,
  popularityDamper: 0,
  calibration: 0,
};

function artistNames(value: unknown): string | undefined {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
    ? undefined
    : "an array of artists' names";
}

function share(value: unknown): string | undefined {
  return typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'a number from 0 to 1';
}

/**
 * Checks everything that can be checked before a model is trained or loaded.
 *
 * @throws InputError that names the option, the value found and the values expected
 */
export function readRecommendOptions(options: RecommendOptions) {
  return readOptions(options, RECOMMEND_CHECKS, RECOMMEND_DEFAULTS);
}

/** @throws InputError as {@link readRecommendOptions}; for an unknown artist, naming the nearest */
export function planRecommend(derived: DerivedData, options: RecommendOptions): RecommendPlan {
  const { count, includePlayed, diversity, popularityDamper, calibration, ...wanted } =
    readRecommendOptions(options);
  return {
    count,
    includePlayed,
    allowed: allowedArtists(derived, wanted),
    divisors: popularityDamper > 0 ? derived.popularityDivisors(popularityDamper) : undefined,
    diversity,
    calibration: calibration > 0 ? { weight: calibration, strata: derived.strata } : undefined,
  };
}

/** @throws InputError for a count below 1 or an unknown option */
export function readCount(options: SimilarOptions): number {
  return readOptions(options, { count: wholeNumber(1) }, { count: 10 }).count;
}

/** @throws InputError for anything but names, and an unknown one */
export function rowsOfUsers({ users }: ModelParts, names: readonly string[]): number[] {
  requireList(names, isText, "names of users: model.recommendMany(['ann', 'bob'])");
  return names.map((name) => users.index(name));
}

/** A ranking with the artists' names. */
export function nameArtists({ artists }: ModelParts, { rows, scores }: Ranking): Recommendation[] {
  return Array.from(rows, (row, i) => ({ artist: artists.names[row], score: scores[i] }));
}

/** A ranking of artists with their names. */
export function nameSimilarArtists({ artists }: ModelParts, { rows, scores }: Ranking): SimilarArtist[] {
  return Array.from(rows, (row, i) => ({ artist: artists.names[row], similarity: scores[i] }));
}

/** A ranking of users with their names. */
export function nameUsers({ users }: ModelParts, { rows, scores }: Ranking): SimilarUser[] {
  return Array.from(rows, (row, i) => ({ user: users.names[row], similarity: scores[i] }));
}

function allowedArtists(derived: DerivedData, options: RecommendOptions): Uint8Array | undefined {
  const { exclude, only, minimumListeners = 0 } = options;
  if (exclude === undefined && only === undefined && minimumListeners === 0) return undefined;
  const allowed = artistsByName(derived.parts.artists, options);
  if (minimumListeners > 0) {
    const { listeners } = derived.statistics;
    for (let row = 0; row < allowed.length; row++) if (listeners[row] < minimumListeners) allowed[row] = 0;
  }
  return allowed;
}

/**
 * (I) 1 for the artists that `only` and `exclude` allow, 0 for the others.
 *
 * @throws InputError for an unknown artist, naming the nearest
 */
export function artistsByName(
  artists: IdMap,
  { exclude, only }: Pick<RecommendOptions, 'exclude' | 'only'>,
): Uint8Array {
  const allowed = new Uint8Array(artists.size).fill(only ? 0 : 1);
  for (const name of only ?? []) allowed[artists.index(name)] = 1;
  for (const name of exclude ?? []) allowed[artists.index(name)] = 0;
  return allowed;
}
