import { hasTypes, requireList, wrongValue } from '../util/checks.js';
import { escapeMarkdown } from '../util/escape.js';
import { MODEL_WORDS } from '../util/finding-words.js';
import { decimals, formatCount, formatPlural, percent } from '../util/format.js';
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
  return (
    `**${escapeMarkdown(title)}**: ${formatPlural(users.size, 'listener')} × ${formatPlural(artists.size, 'artist')}, ` +
    `${formatPlural(size, 'pair')} with plays: ${percent(size / (users.size * artists.size))} of the matrix.`
  );
}

/** What a weighting makes of plays, in a formula. */
const WEIGHTS: Record<Weighting, string> = {
  linear: 'plays',
  log: 'ln(1 + plays)',
  binary: '1',
  bm25: 'BM25 of the plays',
  tfidf: 'tf-idf of the plays',
};

/** What a model learns from, in words. */
const WEIGHTED: Record<Weighting, string> = {
  linear: MODEL_WORDS.rawCounts,
  log: MODEL_WORDS.logarithms,
  binary: MODEL_WORDS.yesOrNo,
  bm25: MODEL_WORDS.bm25Weights,
  tfidf: MODEL_WORDS.tfidfWeights,
};

/**
 * What settings of `trainAls` make of plays, in a few words.
 *
 * @example describe.weighting({ weighting: 'log' }) // 'logarithms of plays'
 * @throws InputError for impossible options
 */
export function weighting(options: AlsOptions): string {
  return WEIGHTED[readAlsOptions(options).settings.weighting];
}

/**
 * The confidence that settings of `trainAls` make of plays, as a sentence in Markdown.
 *
 * @example showMarkdown(describe.confidence({ alpha: 15 })) // With these settings c = 15 × plays for ...
 * @throws InputError for impossible options
 */
export function confidence(options: AlsOptions): string {
  const { alpha, weighting, confidence, unobservedWeight } = readAlsOptions(options).settings;
  const base = confidence === 'added' ? `${unobservedWeight} + ` : '';
  return (
    `With these settings **c = ${base}${alpha} × ${WEIGHTS[weighting]}** for what was played, and ` +
    `${unobservedWeight} for everything that was not.`
  );
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
  if (losses.length === 0) return 'The training loss was not computed.';
  const [first, last] = [losses[0], losses[losses.length - 1]];
  if (losses.length === 1) return `After one iteration the training loss is ${last.toPrecision(4)}.`;
  const way =
    `${formatCount(losses.length)} iterations brought the training loss from ${first.toPrecision(4)} after the first ` +
    `to ${last.toPrecision(4)}`;
  if (last >= first) return `${way}: it did not fall.`;
  const there = losses.findIndex((loss) => first - loss >= MOST_OF_IT * (first - last)) + 1;
  return `${way}; ${percent(MOST_OF_IT)} of the decrease was reached after ${formatPlural(there, 'iteration')}.`;
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
  const name = `**${escapeMarkdown(of.artist)}**`;
  if (others.length === 0) return `There is no other artist to compare with ${name}.`;
  const nearest = others.slice(0, 3).map(({ artist }) => escapeMarkdown(artist));
  const sentence = `Nearest to ${name}: ${nearest.join(', ')}.`;
  const least = Math.min(...others.map(({ similarity }) => similarity));
  if (others.length <= FEW_NEIGHBOURS || least < NEARLY_SAME) return sentence;
  return (
    `${sentence} ⚠ All ${others.length} have a similarity of ${least.toFixed(3)} or more: ` +
    'this model can hardly tell these artists apart.'
  );
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
  if (recommended.length === 0) {
    return `There is nothing to recommend to **${name}**, who plays every artist in the data.`;
  }
  const first = recommended.slice(0, 3).map(({ artist }) => escapeMarkdown(artist));
  return `For ${name} the model puts **${first.join('**, **')}** first.`;
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
  const begin = `For ${escapeMarkdown(who)} the model puts **${escapeMarkdown(artist)}** first`;
  const [most] = contributions;
  if (most === undefined || most.contribution <= 0)
    return `${begin}, though nothing that they play supports it.`;
  const share = most.contribution / explained.score;
  return share > 0.5 && share <= 1
    ? `${begin}, mainly because of **${escapeMarkdown(most.artist)}**.`
    : `${begin}; what speaks most for it is **${escapeMarkdown(most.artist)}**.`;
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
  const numbers =
    `On held-out plays ${before.name} has an ${metric} of ${decimals(before.score)}, ${after.name} ` +
    `${decimals(after.score)}`;
  if (difference && difference.low <= 0 && difference.high >= 0)
    return `${numbers}: no difference that this data can show.`;
  if (!(before.score > 0)) return `${numbers}.`;
  const times = after.score / before.score;
  if (Math.abs(times - 1) < 0.05) return `${numbers}: about as much.`;
  return times > 1 ? `${numbers}: ${times.toFixed(1)} times as much.` : `${numbers}: less.`;
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
  if (names.length === scored.length && names.length > 1)
    return `All have the same ${metric}, ${decimals(best)}.`;
  const others = names.length - 1;
  const more = others > 0 ? ` and ${others} more` : '';
  return `The best ${metric} is ${decimals(best)}, with ${names[0]}${more}${withinInterval(scored, first)}.`;
}

function withinInterval(scored: readonly Scored[], { score, low, high }: Scored = scored[0]): string {
  if (low === undefined || high === undefined || !(low <= score)) return '';
  const near = scored.filter((other) => other.score < score && other.score >= low);
  if (near.length === 0) return '';
  const names = near.slice(0, NAMED_NEAR).map(({ name }) => escapeMarkdown(name));
  const more = near.length > names.length ? ` and ${near.length - names.length} more` : '';
  return `; within its interval, ${decimals(low)} to ${decimals(high)}, ${near.length === 1 ? 'is' : 'are'} ${names.join(', ')}${more}`;
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
  const more = failed.length > names.length ? `; and ${failed.length - names.length} more` : '';
  const left = failed.length === 1 ? 'which is left out' : 'which are left out';
  return `Training failed with ${formatPlural(failed.length, 'setting')}, ${left}: ${names.join('; ')}${more}.`;
}
