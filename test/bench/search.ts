import { type RecommendedSettings, recommendSettings, splits } from '#listenlab/index.js';
import type { Benchmark, BenchRow } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';
import { type Density, generatedPlays } from './search/generated-plays.js';
import { bestOfGrid } from './search/grid.js';

const SEEDS = [42, 43, 44];

/** Simulated plays of three densities. */
const DATASETS: Readonly<Record<string, Density>> = {
  'dense: 40 of 400 artists each': { users: 500, artists: 400, each: 40, spread: 0.6 },
  'sparse: 20 of 2,000 artists each': { users: 1_000, artists: 2_000, each: 20, spread: 0.6 },
  'very sparse: 10 of 100,000 artists each': { users: 1_500, artists: 100_000, each: 10, spread: 0 },
};

/** A search, and the processor seconds that it took. */
interface Searched {
  readonly found: RecommendedSettings;
  readonly seconds: number;
}

/** How near the search comes to the best of a wide grid, which takes several times as many trainings. */
export const search: Benchmark = {
  title: 'Search for settings',
  about:
    'NDCG@10 of the settings found on a fifth of the plays that the search has not seen, over three seeds of simulated ' +
    'plays; the peer is the best of a wide grid, by its mean on that same fifth. The note has means over the seeds, ' +
    'and trainings and processor seconds (user) of one search, without the comparison with other models.',
  async run({ say }) {
    const rows: BenchRow[] = [];
    for (const [name, density] of Object.entries(DATASETS)) {
      const datasets = SEEDS.map((seed) => ({ seed, plays: generatedPlays(density, seed) }));
      const searches: Searched[] = [];
      for (const { seed, plays } of datasets) {
        searches.push(await searched(plays, seed));
        const { found, seconds } = searches[searches.length - 1];
        say(
          `${name}, seed ${seed}: ${found.comparison.map(({ model, mean }) => `${model} ${mean?.toFixed(4)}`).join(', ')}; ${seconds.toFixed(0)} s; ${JSON.stringify(found.options)}`,
        );
      }
      const held = datasets.map(({ seed, plays }) => splits.random(plays, { fraction: 0.2, seed }));
      const { trial, trainings } = await bestOfGrid(held, say);
      rows.push(rowOf(name, searches, trial.mean, trainings));
      say(rows[rows.length - 1].note as string);
    }
    return rows;
  },
};

async function searched(plays: Parameters<typeof recommendSettings>[0], seed: number): Promise<Searched> {
  const before = process.cpuUsage();
  let seconds = 0;
  // More trials than any search makes.
  const found = await recommendSettings(plays, {
    trials: 1000,
    seed,
    onProgress({ task }) {
      if (task === 'searching settings') seconds = process.cpuUsage(before).user / 1e6;
    },
  });
  return { found, seconds };
}

function rowOf(name: string, searches: readonly Searched[], grid: number, gridTrainings: number): BenchRow {
  const qualities = searches.map(({ found }) => found.comparison[0].mean ?? 0);
  const mean = qualities.reduce((sum, quality) => sum + quality, 0) / qualities.length;
  const trainings = searches.map(({ found }) => found.stages.reduce((sum, { tried }) => sum + tried, 0));
  const difference = 100 * (mean / grid - 1);
  const note =
    `${mean.toFixed(4)} against ${grid.toFixed(4)} (${difference < 0 ? '' : '+'}${difference.toFixed(1)} %), ` +
    `${sampleOf(trainings).median} trainings against ${gridTrainings / searches.length}, ` +
    `${sampleOf(searches.map(({ seconds }) => seconds)).median.toFixed(0)} s of processors`;
  const only = { min: grid, median: grid };
  return row(name, 'NDCG@10', sampleOf(qualities), only, note);
}
