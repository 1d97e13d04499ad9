import type { Watch } from '../../../util/work.js';
import type { AlsOptions } from '../../als/options.js';
import type { Algorithm } from '../../baselines/algorithm.js';
import { als } from '../../baselines/als.js';
import { ease } from '../../baselines/ease/ease.js';
import { itemNeighbours } from '../../baselines/neighbours/item-neighbours.js';
import { popularity } from '../../baselines/popularity.js';
import { bestOf } from '../node/best-of.js';
import { evaluate } from '../node/evaluate.js';
import type { Split } from '../split/split.js';
import type { Judge } from '../sweep/run-trial.js';
import { type FailedSettings, reasonOf } from '../sweep/trials.js';
import { WELL_KNOWN } from './candidates.js';
import { compareEntrants, type Entrant, type SettingsRanking } from './compare-entrants.js';
import { nameSettings } from './settings-comparison.js';

/** How a comparison runs. */
interface ComparisonWork extends Watch {
  readonly judge: Judge;
  readonly threads: number;
}

/** Each is tuned on the training plays alone, so that the comparison is fair to both sides. */
const OTHERS: readonly Algorithm[] = [
  popularity(),
  ease(),
  bestOf(
    [
      itemNeighbours({ weighting: 'bm25', neighbours: 20 }),
      itemNeighbours({ weighting: 'bm25', neighbours: 200 }),
      itemNeighbours({ weighting: 'tfidf', neighbours: 200 }),
    ],
    { name: 'item neighbours, tuned' },
  ),
];

/**
 * Trains the recommended settings, what everybody uses and models of other kinds, and compares them on plays that the
 * search has not seen.
 *
 * @param split held out from the search
 */
export async function compareRecommended(
  split: Split,
  recommended: AlsOptions,
  { judge: { metric, k }, threads, signal, onProgress }: ComparisonWork,
): Promise<SettingsRanking & { readonly failed: readonly FailedSettings[] }> {
  const watch = { signal, onProgress: () => {} };
  const quiet = { threads, ...watch };
  const failed: FailedSettings[] = [];
  const entrants: Entrant[] = [];
  const all = algorithmsWith(recommended);
  for (const { name, options, algorithm } of all) {
    onProgress?.({ task: 'comparing models', done: entrants.length, total: all.length, note: name });
    const started = performance.now();
    const model = await algorithm.fit(split.train, quiet).catch((error) => reasonOf(error, signal));
    const seconds = (performance.now() - started) / 1000;
    if (typeof model === 'string') {
      failed.push({ options, reason: model });
      entrants.push({ model: name, seconds });
    } else {
      const judged = await evaluate(model, split, { k, metrics: [metric], ...quiet });
      entrants.push({ model: name, seconds, judged });
    }
  }
  return { ...(await compareEntrants(entrants, 'popularity', metric, watch)), failed };
}

/** Algorithms with their names, and the options of those that are ours. */
function algorithmsWith(recommended: AlsOptions) {
  const [readme, recipe] = WELL_KNOWN.map(({ options }) => options);
  const ofAls = (name: string, options: AlsOptions) => ({ name, options, algorithm: als(options) });
  return [
    ofAls('recommended settings', recommended),
    ofAls(nameSettings(readme), readme),
    ofAls("the original notebook's recipe", recipe),
    ...OTHERS.map((algorithm) => ({ name: algorithm.name, options: {}, algorithm })),
  ];
}
