import type { Command } from 'commander';
import { checkMetric, type MetricName } from '../engine/evaluate/metrics/metrics.js';
import { InputError } from '../util/errors.js';

/** As the command line gives it. */
export interface MetricChoice {
  readonly metrics?: string;
}

/** Columns unless others are given. */
const USUAL = 'ndcg,precision,map,coverage';

/** What re-ranked lists are to gain, beside what they cost. */
const OF_RERANKED = 'ndcg,coverage,popularityBias,miscalibration';

/** Adds `--metrics`. */
export function addMetricChoice(command: Command): Command {
  return command.option(
    '--metrics <names>',
    'columns of the table, such as ndcg,ndcgFullIdeal,auc; models are compared by the first (default: ' +
      `"${USUAL}", or "${OF_RERANKED}" for re-ranked lists)`,
  );
}

/**
 * @param isReranked whether lists are re-ranked, so that it matters what that does to them
 * @throws InputError for an unknown metric, or none
 */
export function chosenMetrics(choice: MetricChoice, isReranked: boolean): MetricName[] {
  const { metrics = isReranked ? OF_RERANKED : USUAL } = choice;
  const names = [...new Set(metrics.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  if (names.length === 0)
    throw new InputError('--metrics names no metric; expected some, such as ndcg,recall');
  return names.map((name) => {
    checkMetric(name);
    return name;
  });
}
