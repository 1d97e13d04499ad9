import { hasTypes, wrongValue } from '../../../util/checks.js';
import { escapeMarkdown } from '../../../util/escape.js';
import { fill } from '../../../util/fill.js';
import { FINDING_WORDS } from '../../../util/finding-words.js';
import { fillCounted, threeDecimals } from '../../../util/format.js';
import { Evaluation, type MetricMean } from '../evaluation.js';
import { FEW_USERS } from '../split/sample-users.js';
import { type Difference, pairedDifference } from './paired-difference.js';

/** A model and what it was found to be worth. */
export interface NamedEvaluation {
  /** As a sentence names it: `the settings found`. */
  readonly name: string;
  readonly judged: Evaluation;
}

/** Below so many times as good, a percentage says it; below half of one, nothing does. */
const LEAST_TIMES = 1.2;
const LEAST_SHARE = 0.005;

/**
 * Which of two models recommends better on the same held-out plays, as Markdown: what that claims, and in a paragraph
 * of its own what supports it. No more is claimed than the paired interval of the difference and the signed-rank test show.
 *
 * @example
 * showMarkdown(await describe.difference({ name: 'the settings found', judged }, { name: 'popularity', judged: popular }));
 * // With the settings found, recommendations are 5 times as good as with popularity.
 * @param metric a per-user metric of both evaluations, of which more is better; default `ndcg`. Of several, the first is
 * told, and a claim is made only where all show it: `['precision', 'hitRate']`. A further one in which fewer than 20 users
 * differ shows nothing either way, as where both models have a hit for everybody
 * @throws InputError for evaluations of different users, or without the metric
 */
export async function difference(
  one: NamedEvaluation,
  other: NamedEvaluation,
  metric: string | readonly string[] = 'ndcg',
): Promise<string> {
  const [told, ...further] = typeof metric === 'string' ? [metric] : metric;
  for (const each of [one, other])
    if (!hasTypes({ name: 'string', judged: 'object' })(each) || !(each.judged instanceof Evaluation))
      throw wrongValue(
        each,
        'a model and its evaluation, as in { name, judged: await evaluate(model, split) }',
      );
  const found = await pairedDifference(one.judged, other.judged, told);
  const against = found.shown
    ? await firstAgainst(one.judged, other.judged, further, Math.sign(found.mean))
    : undefined;
  return differenceSaid(one, other, { ...found, metric: told, against });
}

/** What was found out about two models. */
interface Found extends Pick<Difference, 'low' | 'high' | 'shown'> {
  readonly metric: string;
  /** Another metric that does not show the same. */
  readonly against?: { readonly metric: string; readonly mean: string; readonly otherMean: string };
  /** Pairs of models that were compared, if these were not the only ones. */
  readonly pairs?: number;
}

/** {@link difference} of models that were compared already. */
export function differenceSaid(
  one: NamedEvaluation,
  other: NamedEvaluation,
  { metric: told, low, high, shown, against, pairs = 1 }: Found,
): string {
  const [a, b] = [one, other].map(({ judged }) => rowOf(judged, told));
  const names = [one.name, other.name].map(escapeMarkdown);
  const pair = { one: names[0], other: names[1] };
  const evidence = fillCounted(FINDING_WORDS.evidence, one.judged.users, {
    metric: sentenceStart(a.label),
    mean: span(a),
    otherMean: span(b),
  });
  // One paragraph: nothing is claimed.
  if (one.judged.users < FEW_USERS) return fill(FINDING_WORDS.evidenceOfFew, { ...pair, evidence });
  if (Number.isNaN(low)) return fill(FINDING_WORDS.evidenceOf, { ...pair, evidence });
  const claim = (word: string, support: string, values = {}) =>
    `${fill(word, { ...pair, ...values })}\n\n${support}`;
  if (low === 0 && high === 0 && a.mean === b.mean)
    return claim(FINDING_WORDS.nothingBetween, fill(FINDING_WORDS.evidenceEqual, { evidence }));
  if (low <= 0 && high >= 0) {
    const bounds = { low: threeDecimals(low), high: threeDecimals(high) };
    return claim(FINDING_WORDS.nothingBetween, fill(FINDING_WORDS.evidenceAround, { evidence, ...bounds }));
  }
  if (!shown) {
    const why = pairs > 1 ? FINDING_WORDS.evidenceOfManyPairs : FINDING_WORDS.evidenceByListener;
    return claim(FINDING_WORDS.notToldApart, fill(why, { evidence, pairs }));
  }
  if (against !== undefined) {
    return claim(FINDING_WORDS.notToldApart, fill(FINDING_WORDS.evidenceAgainst, { evidence, ...against }));
  }
  const [word, values] = relation(a.mean, b.mean);
  return claim(word, `${evidence}.`, values);
}

function sentenceStart(label: string): string {
  return `${label[0].toUpperCase()}${label.slice(1)}`;
}

/** The first of some metrics that does not show a difference of this sign, and what it is. */
async function firstAgainst(
  one: Evaluation,
  other: Evaluation,
  metrics: readonly string[],
  sign: number,
): Promise<{ metric: string; mean: string; otherMean: string } | undefined> {
  for (const metric of metrics) {
    const { mean, shown, differing } = await pairedDifference(one, other, metric);
    if (differing < FEW_USERS || (shown && Math.sign(mean) === sign)) continue;
    const [a, b] = [one, other].map((judged) => rowOf(judged, metric));
    return { metric: a.label, mean: span(a), otherMean: span(b) };
  }
  return undefined;
}

/** How a mean stands to another one, and the values of that sentence. */
function relation(mean: number, other: number): [word: string, values?: Record<string, number>] {
  if (mean < other) return [FINDING_WORDS.worse];
  const times = mean / other;
  if (!Number.isFinite(times)) return [FINDING_WORDS.better];
  if (times - 1 < LEAST_SHARE) return [FINDING_WORDS.littleBetter];
  if (times < LEAST_TIMES) return [FINDING_WORDS.percentBetter, { percent: Math.round(100 * (times - 1)) }];
  return [FINDING_WORDS.timesAsGood, { times: Number(times.toPrecision(2)) }];
}

function rowOf({ means }: Evaluation, metric: string): MetricMean {
  return means.find((row) => row.metric === metric) as MetricMean;
}

function span({ mean, low, high }: MetricMean): string {
  const [written, from, to] = [mean, low, high].map((value) => value.toFixed(3));
  return Number.isNaN(low)
    ? written
    : fill(FINDING_WORDS.meanInInterval, { mean: written, low: from, high: to });
}
