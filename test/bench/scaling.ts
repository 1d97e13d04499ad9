import { layOutMemory, type TrainingSizes } from '#listenlab/engine/als/layout.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { BenchContext, Benchmark, BenchRow } from './harness/context.js';
import { row, sampleOf } from './harness/measure.js';
import { interactionsOf } from './interactions.js';
import { RECIPE, trainInProcess } from './training-process.js';

const MILLIONS = [1, 2, 5, 10];
const SIZE_FACTORS = 20;
const FACTORS = [16, 32, 64, 128, 256];
const LIMIT_FACTORS = [20, 64, 128, 256];

/** How the time of an iteration grows, and what fits into a WebAssembly memory. */
export const scaling: Benchmark = {
  title: 'Scaling',
  about:
    `Seconds per iteration of training, minimum and median over a training's iterations, options as in the ` +
    `benchmark of training: the first users of the stand-in with ${SIZE_FACTORS} factors, then the whole with more ` +
    'of them. Then what fits into the 4 GiB of a training, by its memory layout: the most interactions for ' +
    'the stand-in’s users and artists, and the most factors for the stand-in.',
  async run(context) {
    const file = await context.standIn();
    const interactions = await interactionsOf(file, context.dataDirectory);
    return [
      ...(await sizeRows(context, file, interactions)),
      ...(await factorRows(context, file)),
      ...limitRows(interactions),
    ];
  },
};

async function sizeRows(context: BenchContext, file: string, all: Interactions): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const millions of MILLIONS) {
    const users = all.byUser.indptr.findIndex((entries) => entries >= millions * 1e6);
    if (users < 0) break;
    rows.push(await iterationRow(context, file, { factors: SIZE_FACTORS, iterations: 4, users }));
  }
  return [...rows, await iterationRow(context, file, { factors: SIZE_FACTORS, iterations: 4 })];
}

async function factorRows(context: BenchContext, file: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const factors of FACTORS) rows.push(await iterationRow(context, file, { factors, iterations: 2 }));
  return rows;
}

async function iterationRow(
  { dataDirectory, say }: BenchContext,
  file: string,
  { factors, iterations, users }: { factors: number; iterations: number; users?: number },
): Promise<BenchRow> {
  const options = { ...RECIPE, factors, iterations };
  const times = await trainInProcess({ file, dataDirectory, options, users });
  const name = `${(times.entries / 1e6).toFixed(1)} million entries, ${factors} factors`;
  const sample = sampleOf(times.iterations.map(({ seconds }) => seconds));
  const each = (sample.min * 1e9) / times.entries;
  say(`${name}: ${sample.min.toFixed(2)} s`);
  const note = `${each.toFixed(1)} ns an entry, ${(each / factors).toFixed(2)} an entry and factor`;
  return row(name, 's', sample, undefined, note);
}

function limitRows({ users, artists, size }: Interactions): BenchRow[] {
  const sizes = {
    users: users.size,
    artists: artists.size,
    entries: size,
    factors: 1,
    threads: RECIPE.threads,
  };
  const exact = (name: string, unit: string, value: number, note?: string) =>
    row(name, unit, sampleOf([value]), undefined, note);
  return [
    ...LIMIT_FACTORS.map((factors) =>
      exact(
        `most interactions, ${factors} factors`,
        'entries',
        most(2e9, (entries) => fits({ ...sizes, factors, entries })),
      ),
    ),
    exact(
      'most factors of the stand-in',
      'factors',
      most(5000, (factors) => fits({ ...sizes, factors })),
      'the option ends at 512',
    ),
  ];
}

/** The largest number up to a limit that passes, given that all smaller ones pass. */
function most(limit: number, passes: (value: number) => boolean): number {
  let [low, high] = [0, limit];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (passes(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function fits(sizes: TrainingSizes): boolean {
  try {
    return layOutMemory(sizes).totalBytes > 0;
  } catch {
    return false;
  }
}
