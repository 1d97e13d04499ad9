import {
  aText,
  fractionLike,
  readOptions,
  requireList,
  seedNumber,
  threadCount,
  WATCH_CHECKS,
  wholeNumber,
} from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import { type Watch, watched } from '../../../util/work.js';
import type { Algorithm, FitOptions, Recommender } from '../../baselines/algorithm.js';
import { checkInteractions } from '../../matrix/check-interactions.js';
import type { Interactions } from '../../matrix/interactions.js';
import { randomSplit } from '../split/random-splits.js';
import type { Split } from '../split/split.js';
import { evaluate } from './evaluate.js';

/** How candidates are judged; each option has a default. */
export interface BestOfOptions {
  /** Name for tables. Default: the number of candidates and their names. */
  name?: string;
  /** Share of the plays that candidates are judged on, above 0 and below 1. Default 0.2. */
  fraction?: number;
  /** Length of the lists that are judged, if there are that many artists. Default 10. */
  k?: number;
  /** Judge on a seeded sample of this many users, for large data. Default: all. */
  users?: number;
  /** Seed of the plays held out and of the sample. Default 42. */
  seed?: number;
}

/** A candidate, and how good its lists were. */
export interface JudgedCandidate {
  readonly name: string;
  /** NDCG@k on the plays held out. */
  readonly ndcg: number;
}

/** What a model made by `bestOf` says about itself. */
export interface Choice {
  /** Name of the candidate that it is. */
  readonly chosen: string;
  /** All candidates, best first; empty if there was nothing to judge them by. */
  readonly candidates: readonly JudgedCandidate[];
}

/** An algorithm that chooses one of several for the plays it is fitted to. */
export interface BestOf extends Algorithm {
  fit(interactions: Interactions, options?: FitOptions): Promise<Recommender & Choice>;
}

const CHECKS = {
  name: aText,
  fraction: fractionLike(0.2),
  k: wholeNumber(1),
  users: wholeNumber(1),
  seed: seedNumber,
};
const DEFAULTS = { fraction: 0.2, k: 10, seed: 42 };
const FIT_CHECKS = { threads: threadCount, ...WATCH_CHECKS };

/**
 * The best of several algorithms or settings for the plays at hand: a part of them is held out, every candidate is
 * fitted to the others and judged by NDCG@10, and the best is fitted to all plays. So a baseline is tuned for each
 * training set by itself, without a look at what it is later evaluated on.
 *
 * Of candidates that are equally good the first is chosen, also where the plays are too few to hold any out.
 *
 * @example
 * const tuned = bestOf([50, 100, 200].map((neighbours) => baselines.userNeighbours({ neighbours })));
 * const model = await tuned.fit(split.train);
 * model.chosen; // 'user neighbours, bm25, 100'
 * @param candidates algorithms with their settings, one or more
 * @param options see {@link BestOfOptions}
 * @returns an algorithm; its models have `chosen` and `candidates` besides
 * @throws InputError for an impossible option or no candidates; when fitting, what a candidate throws
 *
 * @remarks
 * Cost: a fit to a part of the plays and an evaluation for each candidate, one after the other, and a fit to all plays;
 * the same result on any number of threads.
 * @category Train
 */
export function bestOf(candidates: readonly Algorithm[], options: BestOfOptions = {}): BestOf {
  requireList(candidates, isAlgorithm, 'an array of algorithms, as [als(), baselines.ease()]', 1);
  const { name = nameOf(candidates), ...judging } = readOptions(options, CHECKS, DEFAULTS, 'bestOf');
  return {
    name,
    fit: (interactions, given = {}) =>
      watched('choosing a model', given, async (watch) => {
        const { threads } = readOptions(given, FIT_CHECKS, {} as FitOptions);
        watch.signal?.throwIfAborted();
        checkInteractions(interactions);
        const split = candidates.length > 1 ? trySplit(interactions, judging) : undefined;
        const ranked = split ? await judge(candidates, split, judging, { threads, ...watch }) : [];
        const best = ranked.length > 0 ? ranked[0].algorithm : candidates[0];
        const model = await best.fit(interactions, { threads, ...following(watch, best.name) });
        const judged = ranked.map(({ algorithm, ndcg }) => ({ name: algorithm.name, ndcg }));
        return Object.assign(model, { chosen: best.name, candidates: judged });
      }),
  };
}

function isAlgorithm(value: unknown): boolean {
  const { name, fit } = Object(value) as Partial<Algorithm>;
  return typeof name === 'string' && typeof fit === 'function';
}

function nameOf(candidates: readonly Algorithm[]): string {
  const [{ name }] = candidates;
  return candidates.length === 1
    ? name
    : `best of ${candidates.length}: ${candidates.map((each) => each.name).join('; ')}`;
}

/** Undefined where no play can be held out. */
function trySplit(
  interactions: Interactions,
  options: { fraction: number; seed: number },
): Split | undefined {
  const { fraction, seed } = options;
  try {
    return randomSplit(interactions, { fraction, seed });
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Candidates with their NDCG, best first. */
async function judge(
  candidates: readonly Algorithm[],
  split: Split,
  { k, users, seed }: { k: number; users?: number; seed: number },
  { threads, ...watch }: FitOptions,
): Promise<{ algorithm: Algorithm; ndcg: number }[]> {
  const judged: { algorithm: Algorithm; ndcg: number }[] = [];
  const cut = Math.min(k, split.train.artists.size);
  for (const [at, algorithm] of candidates.entries()) {
    const quietly = { threads, ...following(watch, algorithm.name, `${at + 1} of ${candidates.length}`) };
    const model = await algorithm.fit(split.train, quietly);
    const asked = { k: cut, metrics: ['ndcg'], users, seed, resamples: 0, ...quietly };
    judged.push({ algorithm, ndcg: (await evaluate(model, split, asked)).mean('ndcg', cut) });
  }
  return judged.sort((a, b) => b.ndcg - a.ndcg);
}

/** The same watch, told whose progress it is. */
function following({ signal, onProgress }: Watch, name: string, note?: string): Watch {
  return {
    signal,
    onProgress: (told) => onProgress?.({ ...told, task: `${name}: ${told.task}`, note: note ?? told.note }),
  };
}
