import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BenchContext, Benchmark, BenchRow, Cost } from './harness/context.js';
import { costRow, sampleOf, shareOf, sumOf } from './harness/measure.js';
import type { Peer } from './harness/peer.js';
import { interactionsOf } from './interactions.js';
import { lossRows } from './training-loss.js';
import { RECIPE, type TrainingTimes, trainInProcess } from './training-process.js';

const FACTORS = [20, 64, 128];

/** Iterations per turn: few, so that both run under the same conditions. */
const TURN = 4;

/** Seconds per iteration, and seconds to reach a loss, compared with implicit. */
export const train: Benchmark = {
  title: 'Train',
  about:
    `Alternating least squares with three steps of conjugate gradients, alpha ${RECIPE.alpha}, regularization ` +
    `${RECIPE.regularization}, on all threads, ${TURN} iterations per turn. The wait is the time from the call to ` +
    'the model, divided by the iterations; below it the iterations alone: their mean including the first, and the CPU time ' +
    'of all but the first, whose start would be counted. Here each turn is a process of its own, so that the kernel is ' +
    'compiled each time; the note is its first iteration. Then the seconds of iterations ' +
    'until the training loss is at most 1.001 times that of 15 iterations of implicit from the same initial factors, ' +
    'and the loss itself after as many.',
  async run(context) {
    const file = await context.standIn();
    const peer = await openPeer(context, file);
    const rows: BenchRow[] = [];
    for (const factors of FACTORS) rows.push(...(await speedRows(context, file, factors, peer)));
    return peer ? [...rows, ...(await lossRows(context, file, peer))] : rows;
  },
};

/** The peer with the matrix in its memory. This also leaves our cache where the trainings find it. */
async function openPeer(context: BenchContext, file: string): Promise<Peer | undefined> {
  const { byUser, artists } = await interactionsOf(file, context.dataDirectory);
  const peer = context.findPeer('train.py', ['implicit', 'scipy'])?.start();
  if (!peer) return undefined;
  const folder = path.join(context.dataDirectory, 'matrix');
  await mkdir(folder, { recursive: true });
  for (const part of ['indptr', 'indices', 'values'] as const) {
    await writeFile(path.join(folder, part), byUser[part]);
  }
  await peer.ask({ task: 'open', folder, artists: artists.size });
  return peer;
}

async function speedRows(
  { dataDirectory, runs, say }: BenchContext,
  file: string,
  factors: number,
  peer: Peer | undefined,
): Promise<BenchRow[]> {
  const options = { ...RECIPE, factors, iterations: TURN };
  const ours: TrainingTimes[] = [];
  const theirs: TrainingTimes[] = [];
  for (let run = 0; run < runs; run++) {
    ours.push(await trainInProcess({ file, dataDirectory, options }));
    if (peer) theirs.push(await peer.ask<TrainingTimes>({ task: 'fit', loss: false, ...options }));
    const [here, there] = [ours, theirs].map((times) => times[run]?.wait.seconds.toFixed(1));
    say(`${factors} factors: ${here} s and ${there} s`);
  }
  const compared = (name: string, measure: (times: TrainingTimes) => Cost) =>
    costRow(name, 's', ours.map(measure), peer && theirs.map(measure));
  const first = sampleOf(ours.map(({ iterations }) => iterations[0].seconds)).min;
  return [
    compared(`${factors} factors: wait an iteration`, ({ wait }) => shareOf(wait, TURN)),
    {
      ...compared(`${factors} factors: iterations alone`, ({ iterations }) => meanOf(iterations)),
      note: `first ${first.toFixed(2)} s`,
    },
  ];
}

/** Seconds of all iterations; CPU seconds of those after the first. */
function meanOf(iterations: readonly Cost[]): Cost {
  const { seconds } = shareOf(sumOf(iterations), iterations.length);
  const { cpuSeconds } = shareOf(sumOf(iterations.slice(1)), iterations.length - 1);
  return { seconds, cpuSeconds };
}
