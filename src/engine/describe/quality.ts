import { escapeMarkdown } from '../../util/escape.js';
import { decimals, formatPlural } from '../../util/format.js';
import { type FailedSettings, settingsText } from '../evaluate/sweep/rows.js';

/** Something that was judged by one number, of which more is better. */
export interface Scored {
  readonly name: string;
  readonly score: number;
}

/**
 * How the quality went from one model to another, as a sentence in Markdown.
 *
 * @example describeChange('NDCG@10', { name: 'the original recipe', score: 0.17 }, { name: 'the settings found', score: 0.3 })
 * // On held-out plays the original recipe has an NDCG@10 of 0.170, the settings found 0.300: 1.8 times as much.
 * @param metric as headings name it
 */
export function describeChange(metric: string, before: Scored, after: Scored): string {
  const numbers =
    `On held-out plays ${before.name} has an ${metric} of ${decimals(before.score)}, ${after.name} ` +
    `${decimals(after.score)}`;
  if (!(before.score > 0)) return `${numbers}.`;
  const times = after.score / before.score;
  if (Math.abs(times - 1) < 0.05) return `${numbers}: about as much.`;
  return times > 1 ? `${numbers}: ${times.toFixed(1)} times as much.` : `${numbers}: less.`;
}

/**
 * Which of several did best, as a sentence in Markdown; all of them, where several are.
 *
 * @example describeBest('NDCG@10', rows) // The best NDCG@10 is 0.301, of **weighting log, alpha 1**.
 */
export function describeBest(metric: string, scored: readonly Scored[]): string {
  const best = Math.max(...scored.map(({ score }) => score));
  const names = scored.filter(({ score }) => score === best).map(({ name }) => `**${escapeMarkdown(name)}**`);
  if (names.length === scored.length && names.length > 1)
    return `All have the same ${metric}, ${decimals(best)}.`;
  const others = names.length - 1;
  const more = others > 0 ? ` and ${others} more` : '';
  return `The best ${metric} is ${decimals(best)}, of ${names[0]}${more}.`;
}

/** How many settings are named of those that failed: most fail for the same reason. */
const NAMED_FAILURES = 3;

/**
 * With which settings of a search no model could be trained, as a sentence in Markdown; empty where there are none.
 * The reasons are left out: they name listeners.
 *
 * @example describeFailed((await sweep(split, space)).failed)
 * // With 1 setting training failed, and it is left out: alpha 1e+40, factors 20.
 */
export function describeFailed(failed: readonly FailedSettings[]): string {
  if (failed.length === 0) return '';
  const names = failed.slice(0, NAMED_FAILURES).map(({ options }) => settingsText(options));
  const more = failed.length > names.length ? `; and ${failed.length - names.length} more` : '';
  const left = failed.length === 1 ? 'it is left out' : 'they are left out';
  return `With ${formatPlural(failed.length, 'setting')} training failed, and ${left}: ${names.join('; ')}${more}.`;
}
