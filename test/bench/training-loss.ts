import path from 'node:path';
import type { AlsOptions, Solver } from '#listenlab/engine/als/options.js';
import type { BenchContext, BenchRow } from './harness/context.js';
import { costRow, row, sampleOf, sumOf } from './harness/measure.js';
import type { Peer } from './harness/peer.js';
import { RECIPE, type TrainingTimes, trainInProcess } from './training-process.js';

/** Exact solves of many factors take minutes, and `cg` comes as far as the peer in each iteration: not all are run. */
const TRAININGS: readonly { factors: number; solvers: readonly Solver[] }[] = [
  { factors: 20, solvers: ['cg', 'sor', 'cholesky'] },
  { factors: 64, solvers: ['cg', 'sor'] },
  { factors: 128, solvers: ['sor'] },
];
/** Losses are compared after this many iterations. */
const COMPARED = 15;
/** Ours may need some more to reach the peer's loss. */
const LONGEST = 20;
/** A training has reached a loss when its own is at most this many times it. */
const NEARLY = 1.001;

/** The training loss after equally many iterations from the same initial factors, and the time to reach the peer's. */
export async function lossRows(context: BenchContext, file: string, peer: Peer): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { factors, solvers } of TRAININGS) {
    context.say(`${factors} factors: losses`);
    const options = { ...RECIPE, factors, iterations: COMPARED };
    const start = path.join(context.dataDirectory, 'matrix');
    const theirs = await peer.ask<TrainingTimes>({ task: 'fit', loss: true, start, ...options });
    for (const solver of solvers)
      rows.push(...(await solverRows(context, file, { factors, solver }, theirs)));
  }
  return rows;
}

async function solverRows(
  { dataDirectory, say }: BenchContext,
  file: string,
  { factors, solver }: { factors: number; solver: Solver },
  theirs: TrainingTimes,
): Promise<BenchRow[]> {
  const goal = theirs.losses[COMPARED - 1] * NEARLY;
  const train = (options: AlsOptions) =>
    trainInProcess({
      file,
      dataDirectory,
      options: { ...RECIPE, factors, solver, ...options },
      start: path.join(dataDirectory, 'matrix'),
      goal,
    });
  const { losses } = await train({ iterations: LONGEST, computeLoss: true });
  const name = `${factors} factors, ${solver}`;
  say(`${name}: losses ${losses.map((loss) => loss.toPrecision(4)).join(' ')}`);
  const rows = losses.length >= COMPARED ? [lossRow(name, losses, theirs.losses)] : [];
  const [ours, peers] = [iterationsTo(goal, losses), iterationsTo(goal, theirs.losses)];
  if (ours === undefined || peers === undefined) {
    say(`${name}: the loss was not reached in ${LONGEST} iterations`);
    return rows;
  }
  // Again, because the seconds of an iteration include its loss. The same start gives the same factors.
  const again = await train({ iterations: ours });
  const [mine, yours] = [again.iterations, theirs.iterations.slice(0, peers)].map((each) => [sumOf(each)]);
  const time = costRow(`${name}: time to the loss`, 's', mine, yours);
  return [...rows, { ...time, note: `${ours} and ${peers} iterations` }];
}

/** The losses after equally many iterations. */
function lossRow(name: string, ours: readonly number[], theirs: readonly number[]): BenchRow {
  const [our, their] = [ours, theirs].map((each) => each[COMPARED - 1]);
  const excess = 100 * (our / their - 1);
  const comparison = `${Math.abs(excess).toFixed(2)}% ${excess > 0 ? 'above' : 'below'} the peer’s`;
  return row(`${name}: loss`, 'loss', sampleOf([our]), sampleOf([their]), comparison);
}

/** How many iterations it takes to reach a loss, if it is reached. */
function iterationsTo(goal: number, losses: readonly number[]): number | undefined {
  const reached = losses.findIndex((loss) => loss <= goal) + 1;
  return reached > 0 ? reached : undefined;
}
