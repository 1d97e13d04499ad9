import type { Dataset } from '../dataset/dataset.js';
import type { Frame } from '../frame/frame.js';
import { ask, needCleaned } from './ask.js';

/**
 * How plays are spread over rows (one user, one artist), in bins that double: 1, 2 to 3, 4 to 7, ...
 * Doubling bins are equally wide on a logarithmic axis, and their edges are whole numbers.
 *
 * @example playsDistributionChart(columnsOf(await playsDistribution(dataset)))
 * @returns columns from (plays, included), to (excluded), rows; empty bins in between have 0 rows
 * @throws InputError before cleaning
 */
export async function playsDistribution(
  dataset: Dataset,
): Promise<Frame<{ from: number; to: number; rows: number }>> {
  needCleaned(dataset, 'playsDistribution');
  return await ask(
    dataset,
    `WITH bins AS (SELECT floor(log2(plays))::INTEGER AS bin, count(*) AS rows FROM entries GROUP BY bin)
    SELECT 2.0 ** bin AS "from", 2.0 ** (bin + 1) AS "to", coalesce(rows, 0) AS rows
    FROM (SELECT unnest(range(min(bin), max(bin) + 1)) AS bin FROM bins) LEFT JOIN bins USING (bin)
    ORDER BY bin`,
  );
}
