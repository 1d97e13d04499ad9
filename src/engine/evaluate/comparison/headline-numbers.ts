import { aText, check } from '../../../util/checks.js';
import { fill } from '../../../util/fill.js';
import { FINDING_WORDS } from '../../../util/finding-words.js';
import { type Evaluation, type MetricMean, requireEvaluation } from '../evaluation.js';
import type { MetricName } from '../metrics/metrics.js';
import { pairedDifference } from './paired-difference.js';

/** A number with its sentence, as `headline` takes it. */
export interface JudgedNumber {
  readonly value: number;
  readonly sentence: string;
  readonly format: 'number' | 'percent';
  readonly interval?: readonly [low: number, high: number];
  readonly comparison: {
    readonly name: string;
    readonly value: number;
    readonly difference?: readonly [low: number, high: number];
  };
  readonly rank: number;
}

/** Metrics that say something to people who know none, the most telling first. */
const TOLD: readonly {
  readonly metric: MetricName;
  /** Of a list's k. */
  readonly name: (k: number) => string;
  readonly sentence: (k: number) => string;
  /** A share of the list is a number of hits. */
  readonly scale: (k: number) => number;
  readonly format: JudgedNumber['format'];
}[] = [
  {
    metric: 'precision',
    name: (k) => `hits in ${k}`,
    sentence: (k) => fill(FINDING_WORDS.hitsInList, { k }),
    scale: (k) => k,
    format: 'number',
  },
  {
    metric: 'hitRate',
    name: () => 'listeners with a hit',
    sentence: (k) => fill(FINDING_WORDS.listenersWithHit, { k }),
    scale: () => 1,
    format: 'percent',
  },
  {
    metric: 'coverage',
    name: () => 'artists recommended',
    sentence: () => FINDING_WORDS.artistsRecommended,
    scale: () => 1,
    format: 'percent',
  },
];

/**
 * What an evaluation says to people who know no metrics, as numbers for `headline`: how many recommendations are hits,
 * how many listeners have one, how many artists are recommended at all; each beside the same of another model, with the
 * paired interval of the difference where there is one.
 *
 * @example headline(await metrics.headlineNumbers(judged, judgedPopularity))
 * @param judged has `precision`, `hitRate` and `coverage`, or some of them; what was not measured is left out
 * @param other the same of a model to compare with, on the same split
 * @param name of that model
 * @throws InputError for evaluations of different users
 */
export async function headlineNumbers(
  judged: Evaluation,
  other: Evaluation,
  name = 'popularity',
): Promise<Record<string, JudgedNumber>> {
  requireEvaluation(judged);
  requireEvaluation(other);
  check('name', name, aText);
  const numbers: Record<string, JudgedNumber> = {};
  for (const [i, { metric, scale, sentence, format, ...told }] of TOLD.entries()) {
    const [mine, others] = [meanIn(judged, metric), meanIn(other, metric)];
    if (!mine || !others) continue;
    const times = scale(mine.k);
    const scaled = ({ low, high }: { low: number; high: number }) => [times * low, times * high] as const;
    // Coverage is of all lists together: it has no interval.
    const hasInterval = Number.isFinite(mine.low);
    const paired = hasInterval ? await pairedDifference(judged, other, metric) : undefined;
    // An interval away from 0 would say how many times as much it is, which the test has to agree with.
    const isTold = paired && (paired.shown || (paired.low <= 0 && paired.high >= 0));
    const difference = isTold ? scaled(paired) : undefined;
    numbers[told.name(mine.k)] = {
      value: times * mine.mean,
      sentence: sentence(mine.k),
      format,
      ...(hasInterval && { interval: scaled(mine) }),
      comparison: { name, value: times * others.mean, ...(difference && { difference }) },
      rank: i + 1,
    };
  }
  return numbers;
}

function meanIn({ means }: Evaluation, metric: MetricName): MetricMean | undefined {
  return means.find((row) => row.metric === metric);
}
