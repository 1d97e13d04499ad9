import type { Command } from 'commander';
import { checkMetric, type MetricName } from '../engine/evaluate/metrics/metrics.js';
import { InputError } from '../util/errors.js';

/** As the command line gives it. */
export interface MetricChoice {
  readonly metrics: string;
}

/** Adds `--metrics`. */
export function addMetricChoice(command: Command): Command {
  return command.option(
    '--metrics <names>',
    'columns of the table, such as ndcg,ndcgFullIdeal,auc; models are compared by the first',
    'ndcg,precision,map,coverage',
  );
}

/** @throws InputError for an unknown metric, or none */
export function chosenMetrics({ metrics }: MetricChoice): MetricName[] {
  const names = [...new Set(metrics.split(',').map((name) => name.trim()))].filter((name) => name !== '');
  if (names.length === 0)
    throw new InputError('--metrics names no metric; expected some, such as ndcg,recall');
  return names.map((name) => {
    checkMetric(name);
    return name;
  });
}
