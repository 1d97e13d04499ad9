import { escapeMarkdown } from '../../util/escape.js';
import { formatCount, formatPlural, percent } from '../../util/format.js';
import { type AlsOptions, readAlsOptions } from '../als/options.js';
import { requireInteractions } from '../matrix/check-interactions.js';
import type { Interactions } from '../matrix/interactions.js';
import type { Weighting } from '../model/equations/settings.js';
import type { Explanation } from '../model/explain.js';

/**
 * The size of a matrix of plays, as a sentence in Markdown.
 *
 * @example showMarkdown(describeMatrix(plays.title, interactions)) // **sample**: 3,000 listeners × 986 artists, ...
 * @param title of the data
 */
export function describeMatrix(title: string, interactions: Interactions): string {
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

/**
 * The confidence that settings of `trainAls` make of plays, as a sentence in Markdown.
 *
 * @example showMarkdown(describeConfidence({ alpha: 15 })) // With these settings c = 15 × plays for ...
 * @throws InputError for impossible options
 */
export function describeConfidence(options: AlsOptions): string {
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
 * @example showMarkdown(describeLosses(model.losses ?? []))
 * @param losses after each iteration
 */
export function describeLosses(losses: readonly number[]): string {
  if (losses.length === 0) return 'The training loss was not computed.';
  const [first, last] = [losses[0], losses[losses.length - 1]];
  if (losses.length === 1) return `After its one iteration the training loss is ${last.toPrecision(4)}.`;
  const way =
    `${formatCount(losses.length)} iterations brought the training loss from ${first.toPrecision(4)} after the first ` +
    `to ${last.toPrecision(4)}`;
  if (last >= first) return `${way}: it did not fall.`;
  const there = losses.findIndex((loss) => first - loss >= MOST_OF_IT * (first - last)) + 1;
  return `${way}; ${percent(MOST_OF_IT)} of that was done after ${formatPlural(there, 'iteration')}.`;
}

/** Similarities above it leave nothing to tell artists apart by. */
const NEARLY_SAME = 0.99;
/** So few may be that near by right. */
const FEW_NEIGHBOURS = 3;

/**
 * The artists nearest to one, as a sentence in Markdown; with a warning where the model can hardly tell them apart.
 *
 * @example showMarkdown(describeNearest(model.similarArtists('muse'))) // Nearest to **muse**: placebo, ...
 * @param similar as `similarArtists` gives them, the artist itself first
 */
export function describeNearest(similar: readonly { artist: string; similarity: number }[]): string {
  const [of, ...others] = similar;
  const name = `**${escapeMarkdown(of.artist)}**`;
  if (others.length === 0) return `Beside ${name} there is no other artist to compare.`;
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
 * @example showMarkdown(describeRecommended('listener 2', model.recommend(user)))
 * @param who how the listener is called
 * @param recommended the best first
 */
export function describeRecommended(who: string, recommended: readonly { artist: string }[]): string {
  const name = escapeMarkdown(who);
  if (recommended.length === 0) {
    return `There is nothing to recommend to **${name}**, who plays every artist of the data.`;
  }
  const first = recommended.slice(0, 3).map(({ artist }) => escapeMarkdown(artist));
  return `For ${name} the model puts **${first.join('**, **')}** first.`;
}

/**
 * What speaks most for an artist, as a sentence in Markdown.
 *
 * @example showMarkdown(describeExplanation('you', model.explain(user, 'muse')))
 * @param who how the listener is called
 */
export function describeExplanation(who: string, { artist, contributions }: Explanation): string {
  const begin = `For ${escapeMarkdown(who)} the model puts **${escapeMarkdown(artist)}** first`;
  const [most] = contributions;
  if (most === undefined || most.contribution <= 0)
    return `${begin}, though nothing that they play speaks for it.`;
  return `${begin}, most of all because of **${escapeMarkdown(most.artist)}**.`;
}
