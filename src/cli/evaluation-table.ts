import type { Comparison } from '../engine/evaluate/comparison/comparison.js';
import type { MetricMean } from '../engine/evaluate/evaluation.js';
import type { MetricName } from '../engine/evaluate/metrics/metrics.js';
import { FEW_USERS } from '../engine/evaluate/split/sample-users.js';
import { textTable } from '../notebook/display/draw-table.js';
import { formatPlural, formatSeconds, percent } from '../util/format.js';
import type { JudgedModel } from './judge-models.js';

/** What is shown of the models. */
export interface Shown {
  readonly k: readonly number[];
  readonly metrics: readonly MetricName[];
  /** Which model beats which, at each of these lengths; one for all where the metric has none. */
  readonly comparisons: readonly Comparison[];
}

const NOT_COMPARED =
  'Models are not compared pair by pair: none of --metrics is a mean over users; ndcg, for example, is one.';

/** A table of the models for each length of lists, and what its last columns mean. */
export function evaluationText(models: readonly JudgedModel[], { k, metrics, comparisons }: Shown): string {
  const tables = k.map((cut, i) =>
    evaluationTable(models, { k: cut, at: i, metrics, comparison: comparisons[i] ?? comparisons[0] }),
  );
  const [comparison] = comparisons;
  const isAlone = models.length < 2;
  return [...tables, ...(comparison ? [standingsNote(comparison)] : isAlone ? [] : [NOT_COMPARED])].join(
    '\n\n',
  );
}

/**
 * The models at one length of lists, the `at`-th: metrics, how much of a list stays with another seed where that was
 * asked for, what a training took, and the numbers of the rows that they beat.
 */
function evaluationTable(
  models: readonly JudgedModel[],
  { k, at, metrics, comparison }: Pick<Shown, 'metrics'> & { k: number; at: number; comparison?: Comparison },
): string {
  const columns = metrics.map((metric) =>
    models.flatMap(({ evaluation }) => rowOf(evaluation.means, metric, k)),
  );
  const stands = comparison ? standings(models, comparison) : {};
  const isAsked = models.some(({ stays }) => stays !== undefined);
  const stays = isAsked
    ? { [`of ${k} stay`]: models.map((model) => model.stays?.[at]?.toFixed(1) ?? '') }
    : {};
  const titles = [...columns.map(([{ label }]) => label), ...Object.keys(stays), 'training'];
  return textTable({
    columns: ['model', ...titles, ...Object.keys(stands)],
    index: models.map((_, row) => String(row + 1)),
    cells: [
      models.map(({ name }) => name),
      ...columns.map((column) => column.map(withInterval)),
      ...Object.values(stays),
      models.map(({ seconds }) => formatSeconds(seconds)),
      ...Object.values(stands),
    ],
    numeric: [false, ...titles.map(() => true), ...Object.keys(stands).map(() => false)],
    moreRows: 0,
  });
}

/** What the last two columns mean. */
function standingsNote({ label, users, rows, options }: Comparison): string {
  const pairs = rows.length === 1 ? '' : `, Holm's correction for ${formatPlural(rows.length, 'pair')}`;
  return `better than: the numbers of models beaten by more than chance in ${label} (paired by user over ${formatPlural(users, 'user')}, at
${percent(options.confidence)}: interval of the difference and Wilcoxon's signed-rank test${pairs}).
undecided: no difference that this data can show${users < FEW_USERS ? `; on fewer than ${FEW_USERS} users nothing is claimed` : ''}.`;
}

/** A metric that uses no list has the size of the catalogue for its length. */
function rowOf(means: readonly MetricMean[], metric: MetricName, k: number): MetricMean[] {
  const rows = means.filter((mean) => mean.metric === metric);
  return rows.length === 1 ? rows : rows.filter((mean) => mean.k === k);
}

/** For each model the numbers of the rows that it beats, and of those from which nothing tells it apart. */
function standings(
  models: readonly JudgedModel[],
  comparison: Comparison,
): Readonly<Record<string, string[]>> {
  const rowsOf = (of: JudgedModel, verdicts: (verdict: string) => boolean) => {
    const rows = models.flatMap((other, row) =>
      other !== of && verdicts(comparison.between(of.name, other.name).verdict) ? [row + 1] : [],
    );
    return rows.length === 0 ? '-' : inRanges(rows);
  };
  return {
    'better than': models.map((model) => rowsOf(model, (verdict) => verdict === 'better')),
    undecided: models.map((model) => rowsOf(model, (verdict) => !/^(better|worse)$/.test(verdict))),
  };
}

/** Rising numbers, with those that follow one another as a range: `1, 3-6`. */
function inRanges(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers) {
    const open = ranges.at(-1);
    if (open?.[1] === number - 1) open[1] = number;
    else ranges.push([number, number]);
  }
  return ranges
    .map(([first, last]) =>
      first === last ? `${first}` : `${first}${last === first + 1 ? ', ' : '-'}${last}`,
    )
    .join(', ');
}

/** `0.240 [0.232, 0.249]` */
function withInterval({ mean, low, high }: MetricMean): string {
  const interval = Number.isNaN(low) ? '' : ` [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  return `${mean.toFixed(3)}${interval}`;
}
