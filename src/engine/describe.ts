import { hasTypes, requireList, wrongValue } from '../util/checks.js';
import { DESCRIPTION_WORDS as WORDS } from '../util/description-words.js';
import { escapeMarkdown } from '../util/escape.js';
import { fill } from '../util/fill.js';
import { decimals, fillCounted, formatCount, percent } from '../util/format.js';
import { type AlsOptions, readAlsOptions, settingsText } from './als/options.js';
import type { FailedSettings } from './evaluate/sweep/trials.js';
import { requireInteractions } from './matrix/check-interactions.js';
import type { Interactions } from './matrix/interactions.js';
import type { Weighting } from './model/equations/settings.js';
import type { Explanation } from './model/explain.js';

/**
 * The size of a matrix of plays, as a sentence in Markdown.
 *
 * @example showMarkdown(describe.matrix(plays.title, interactions)) // **sample**: 3,000 listeners × 986 artists, ...
 * @param title of the data
 */
export function matrix(title: string, interactions: Interactions): string {
  requireInteractions(interactions);
  const { users, artists, size } = interactions;
  return fill(WORDS.matrixOfPlays, {
    title: escapeMarkdown(title),
    listenersCounted: fillCounted(WORDS.listenersCounted, users.size),
    artistsCounted: fillCounted(WORDS.artistsCounted, artists.size),
    pairsCounted: fillCounted(WORDS.pairsCounted, size),
    percentage: percent(size / (users.size * artists.size)),
  });
}

/** What a weighting makes of plays, in a formula. */
const WEIGHTS: Record<Weighting, string> = {
  linear: WORDS.weightOfPlays,
  log: WORDS.weightOfLogarithms,
  binary: '1',
  bm25: WORDS.weightOfBm25,
  tfidf: WORDS.weightOfTfidf,
};

/**
 * The confidence that settings of `trainAls` make of plays, as a sentence in Markdown.
 *
 * @example showMarkdown(describe.confidence({ alpha: 15 })) // With these settings c = 15 × plays for ...
 * @throws InputError for impossible options
 */
export function confidence(options: AlsOptions): string {
  const { alpha, weighting, confidence, unobservedWeight } = readAlsOptions(options).settings;
  return fill(confidence === 'added' ? WORDS.confidenceAdded : WORDS.confidenceScaled, {
    alpha,
    base: unobservedWeight,
    weight: WEIGHTS[weighting],
    unobserved: unobservedWeight,
  });
}

/** Of the way from the first loss to the last, how much counts as most of it. */
const MOST_OF_IT = 0.9;

/**
 * How the training loss went, as a sentence in Markdown.
 *
 * @example showMarkdown(describe.losses(model.losses ?? []))
 * @param losses after each iteration
 */
export function losses(losses: readonly number[]): string {
  requireList(losses, Number.isFinite, 'training losses: describe.losses(model.losses ?? [])');
  if (losses.length === 0) return WORDS.lossNotComputed;
  const [first, last] = [losses[0], losses[losses.length - 1]];
  if (losses.length === 1) return fill(WORDS.lossOfOne, { loss: last.toPrecision(4) });
  const values = {
    iterations: formatCount(losses.length),
    first: first.toPrecision(4),
    last: last.toPrecision(4),
    percentage: percent(MOST_OF_IT),
  };
  if (last >= first) return fill(WORDS.lossDidNotFall, values);
  const there = losses.findIndex((loss) => first - loss >= MOST_OF_IT * (first - last)) + 1;
  return fillCounted(WORDS.lossFell, there, values);
}

const SIMILAR = hasTypes({ artist: 'string', similarity: 'number' });

/** Similarities above it leave nothing to tell artists apart by. */
const NEARLY_SAME = 0.99;
/** So few may be that near by right. */
const FEW_NEIGHBOURS = 3;

/**
 * The artists nearest to one, as a sentence in Markdown; with a warning where the model can hardly tell them apart.
 *
 * @example showMarkdown(describe.nearest(model.similarArtists('muse'))) // Nearest to **muse**: placebo, ...
 * @param similar as `similarArtists` gives them, the artist itself first
 */
export function nearest(similar: readonly { artist: string; similarity: number }[]): string {
  requireList(similar, SIMILAR, 'similar artists: describe.nearest(model.similarArtists(artist))', 1);
  const [of, ...others] = similar;
  const artist = escapeMarkdown(of.artist);
  if (others.length === 0) return fill(WORDS.nearestNone, { artist });
  const nearest = others.slice(0, 3).map(({ artist }) => escapeMarkdown(artist));
  const sentence = fill(WORDS.nearestTo, { artist, names: nearest.join(', ') });
  const least = Math.min(...others.map(({ similarity }) => similarity));
  if (others.length <= FEW_NEIGHBOURS || least < NEARLY_SAME) return sentence;
  const warning = fill(WORDS.hardlyToldApart, { count: others.length, least: least.toFixed(3) });
  return `${sentence} ${warning}`;
}

/**
 * What a model puts first for a listener, as a sentence in Markdown.
 *
 * @example showMarkdown(describe.recommended('listener 2', model.recommend(user)))
 * @param who how the listener is called
 * @param recommended the best first
 */
export function recommended(who: string, recommended: readonly { artist: string }[]): string {
  const example = 'recommendations: describe.recommended(who, model.recommend(user))';
  requireList(recommended, hasTypes({ artist: 'string' }), example);
  const name = escapeMarkdown(who);
  if (recommended.length === 0) return fill(WORDS.nothingToRecommend, { who: name });
  const first = recommended.slice(0, 3).map(({ artist }) => escapeMarkdown(artist));
  return fill(WORDS.putFirst, { who: name, names: first.join('**, **') });
}

/**
 * What speaks most for an artist, as a sentence in Markdown.
 *
 * @example showMarkdown(describe.explanation('you', model.explain(user, 'muse')))
 * @param who how the listener is called
 */
export function explanation(who: string, explained: Explanation): string {
  const isExplanation = hasTypes({ artist: 'string', contributions: 'object' });
  const expected = 'an explanation: describe.explanation(who, model.explain(user, artist))';
  if (!isExplanation(explained)) throw wrongValue(explained, expected);
  const { artist, contributions } = explained;
  requireList(contributions, hasTypes({ artist: 'string', contribution: 'number' }), expected);
  const values = { who: escapeMarkdown(who), artist: escapeMarkdown(artist) };
  const [most] = contributions;
  if (most === undefined || most.contribution <= 0) return fill(WORDS.firstUnsupported, values);
  const share = most.contribution / explained.score;
  return fill(share > 0.5 && share <= 1 ? WORDS.firstBecause : WORDS.firstSupported, {
    ...values,
    names: escapeMarkdown(most.artist),
  });
}

/** Something that was judged by one number, of which more is better. */
export interface Scored {
  readonly name: string;
  readonly score: number;
  /** Of the interval of the score; default: none is known. */
  readonly low?: number;
  readonly high?: number;
}

const SCORED = hasTypes({ name: 'string', score: 'number' });

/**
 * How the quality went from one model to another, as a sentence in Markdown.
 *
 * @example describe.change('NDCG@10', { name: 'the original recipe', score: 0.17 }, { name: 'the settings found', score: 0.3 })
 * // On held-out plays the original recipe has an NDCG@10 of 0.170, the settings found 0.300: 1.8 times as much.
 * @param metric as headings name it
 * @param difference the interval of how far the second is above the first, as `metrics.pairedDifference` gives it;
 * with one around 0 the sentence says that there may be none
 */
export function change(
  metric: string,
  before: Scored,
  after: Scored,
  difference?: { readonly low: number; readonly high: number },
): string {
  const expected = "a name and its score, as in { name: 'popularity', score: 0.1 }";
  for (const each of [before, after]) if (!SCORED(each)) throw wrongValue(each, expected);
  const times = after.score / before.score;
  return fill(changeWord(before.score, times, difference), {
    one: before.name,
    other: after.name,
    metric,
    value: decimals(before.score),
    otherValue: decimals(after.score),
    times: times.toFixed(1),
  });
}

function changeWord(before: number, times: number, difference?: { low: number; high: number }): string {
  if (difference && difference.low <= 0 && difference.high >= 0) return WORDS.changeUnknown;
  if (!(before > 0)) return WORDS.changeFromNothing;
  if (Math.abs(times - 1) < 0.05) return WORDS.changeHardlyAny;
  return times > 1 ? WORDS.changeTimes : WORDS.changeLess;
}

/**
 * Which of several did best, as a sentence in Markdown; with those within the interval of its score, where that is
 * known: they may be as good.
 *
 * @example describe.best('NDCG@10', rows) // The best NDCG@10 is 0.301, with **weighting log, alpha 1**.
 */
export function best(metric: string, scored: readonly Scored[]): string {
  requireList(scored, SCORED, "names and their scores, as in [{ name: 'popularity', score: 0.1 }]", 1);
  const best = Math.max(...scored.map(({ score }) => score));
  const first = scored.find(({ score }) => score === best);
  const names = scored.filter(({ score }) => score === best).map(({ name }) => `**${escapeMarkdown(name)}**`);
  const value = decimals(best);
  if (names.length === scored.length && names.length > 1) return fill(WORDS.allSame, { metric, value });
  const values = { metric, value, best: andMore(names[0], names.length - 1) };
  const near = withinInterval(scored, first);
  if (near.length === 0) return fill(WORDS.bestIs, values);
  const named = near.slice(0, NAMED_NEAR).map(({ name }) => escapeMarkdown(name));
  return fillCounted(WORDS.bestWithin, near.length, {
    ...values,
    low: decimals(first?.low ?? best),
    high: decimals(first?.high ?? best),
    other: andMore(named.join(', '), near.length - named.length),
  });
}

/** Those that may be as good as one. */
function withinInterval(
  scored: readonly Scored[],
  { score, low, high }: Scored = scored[0],
): readonly Scored[] {
  if (low === undefined || high === undefined || !(low <= score)) return [];
  return scored.filter((other) => other.score < score && other.score >= low);
}

function andMore(names: string, count: number): string {
  return count > 0 ? fill(WORDS.andMore, { one: names, count }) : names;
}

/** Of those that may be as good as the best, how many are named. */
const NAMED_NEAR = 3;

/** How many settings are named of those that failed: most fail for the same reason. */
const NAMED_FAILURES = 3;

/**
 * With which settings of a search no model could be trained, as a sentence in Markdown; empty where there are none.
 * The reasons are left out: they name listeners.
 *
 * @example describe.failed((await sweep(split, space)).failed)
 * // Training failed with 1 setting, which is left out: alpha 1e+40, factors 20.
 */
export function failed(failed: readonly FailedSettings[]): string {
  const expected = 'settings that failed: describe.failed((await sweep(split, space)).failed)';
  requireList(failed, hasTypes({ options: 'object' }), expected);
  if (failed.length === 0) return '';
  const names = failed.slice(0, NAMED_FAILURES).map(({ options }) => settingsText(options));
  const values = { settings: names.join('; '), more: failed.length - names.length };
  return failed.length > names.length
    ? fill(WORDS.trainingFailedAndMore, { ...values, count: formatCount(failed.length) })
    : fillCounted(WORDS.trainingFailed, failed.length, values);
}
