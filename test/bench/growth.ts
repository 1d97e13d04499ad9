import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { layOutMemory, type TrainingSizes } from '#listenlab/engine/als/layout.js';
import { formatCount } from '#listenlab/util/format.js';
import type { BenchContext, Benchmark, BenchRow } from './harness/context.js';
import { costRow, row, sampleOf, shareOf, sumOf } from './harness/measure.js';
import { type LoadedHere, loadInProcess } from './load-process.js';
import { RECIPE, trainInProcess } from './training-process.js';

const MILLIONS = [1, 2, 5, 10, 20, 50];
/** Of the stand-in, which has as many at any size. */
const ROWS_A_USER = 18_261_841 / 358_868;
const SIZE_FACTORS = 20;
const SIZE_ITERATIONS = 4;
const FACTORS = [16, 32, 64, 128, 256];
const FACTORS_ITERATIONS = 2;
const LIMIT_FACTORS = [20, 64, 128, 256];

/** How time and memory grow with rows and factors, and what fits into a WebAssembly memory. */
export const growth: Benchmark = {
  title: 'Growth',
  about:
    'Stand-ins of more and more users, with artists in proportion (8 GB, made once): the load of the file into both matrices, until its cache is ' +
    `complete and from it, each in a process of its own, then a training of ${SIZE_FACTORS} factors and ${SIZE_ITERATIONS} ` +
    'iterations, options as in the benchmark of training: its wait, and an iteration alone. The notes have what a row, ' +
    'or an entry, takes, with the peak memory of the process; for a training also its own memory. Then ' +
    'iterations on the full stand-in with more factors, and what fits into the 4 GiB of a training, by its memory layout: the ' +
    'most interactions for the stand-in’s users and artists, and the most factors.',
  async run(context) {
    const rows: BenchRow[] = [];
    for (const millions of MILLIONS) rows.push(...(await sizeRows(context, millions)));
    const file = await context.standIn();
    for (const factors of FACTORS) rows.push(await factorRow(context, file, factors));
    const { matrix } = await loadInProcess(file, context.dataDirectory);
    return [...rows, ...limitRows(matrix)];
  },
};

/** A stand-in of so many rows, which is kept, loaded into a new cache, which is not. */
async function sizeRows(
  { dataDirectory: shared, standIn, say }: BenchContext,
  millions: number,
): Promise<BenchRow[]> {
  const name = `${millions} million rows`;
  say(name);
  const file = await standIn(Math.round((millions * 1e6) / ROWS_A_USER));
  const dataDirectory = await mkdtemp(path.join(shared, 'growth-'));
  try {
    const fresh = await loadInProcess(file, dataDirectory);
    const cached = await loadInProcess(file, dataDirectory);
    const { users, artists, entries } = fresh.matrix;
    say(
      `${formatCount(users)} users, ${formatCount(artists)} artists: loaded in ${fresh.seconds.toFixed(1)} s`,
    );
    const options = { ...RECIPE, factors: SIZE_FACTORS, iterations: SIZE_ITERATIONS };
    const trained = await trainInProcess({ file, dataDirectory, options });
    const ownBytes = layOutMemory({
      users,
      artists,
      entries,
      factors: SIZE_FACTORS,
      threads: RECIPE.threads,
    }).totalBytes;
    const each = shareOf(sumOf(trained.iterations), SIZE_ITERATIONS);
    return [
      { ...costRow(`${name}: load`, 's', [fresh]), note: perEntry(fresh.seconds, entries, fresh) },
      costRow(`${name}: cache complete`, 's', [fresh.complete]),
      {
        ...costRow(`${name}: from the cache`, 's', [cached]),
        note: perEntry(cached.seconds, entries, cached),
      },
      costRow(`${name}: wait for a training`, 's', [trained.wait]),
      {
        ...costRow(`${name}: an iteration`, 's', [each]),
        note: `${perEntry(each.seconds, entries, trained)}; ${bytesPerEntry(ownBytes, entries)} of its own`,
      },
    ];
  } finally {
    await rm(dataDirectory, { recursive: true });
  }
}

/** `612 ns and 60 bytes an entry` */
function perEntry(
  seconds: number,
  entries: number,
  { peakMegabytes }: Pick<LoadedHere, 'peakMegabytes'>,
): string {
  const time = `${((seconds * 1e9) / entries).toFixed(0)} ns an entry`;
  return `${time}; peak ${Math.round(peakMegabytes)} MB, ${bytesPerEntry(peakMegabytes * 1e6, entries)}`;
}

function bytesPerEntry(bytes: number, entries: number): string {
  return `${(bytes / entries).toFixed(0)} bytes an entry`;
}

async function factorRow(
  { dataDirectory, say }: BenchContext,
  file: string,
  factors: number,
): Promise<BenchRow> {
  const options = { ...RECIPE, factors, iterations: FACTORS_ITERATIONS };
  const { iterations, entries } = await trainInProcess({ file, dataDirectory, options });
  const name = `${(entries / 1e6).toFixed(1)} million entries, ${factors} factors: an iteration`;
  const each = costRow(name, 's', iterations);
  const nanoseconds = (each.ours.min * 1e9) / entries;
  say(`${name}: ${each.ours.min.toFixed(2)} s`);
  return {
    ...each,
    note: `${nanoseconds.toFixed(1)} ns an entry, ${(nanoseconds / factors).toFixed(2)} an entry and factor`,
  };
}

function limitRows({ users, artists, entries }: LoadedHere['matrix']): BenchRow[] {
  const sizes = { users, artists, entries, factors: 1, threads: RECIPE.threads };
  const exact = (name: string, unit: string, value: number, note?: string) =>
    row(name, unit, sampleOf([value]), undefined, note);
  return [
    ...LIMIT_FACTORS.map((factors) =>
      exact(
        `most interactions, ${factors} factors`,
        'entries',
        most(2e9, (count) => fits({ ...sizes, factors, entries: count })),
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
