import { availableParallelism } from 'node:os';
import { watched } from '../../../util/work.js';
import { allocateMemory } from '../../kernels/memory.js';
import { loadKernel } from '../../kernels/node/load-kernel.js';
import { requireInteractions } from '../../matrix/check-interactions.js';
import type { Interactions } from '../../matrix/interactions.js';
import type { Model } from '../../model/model.js';
import { type AlsOptions, type AlsSettings, readAlsOptions } from '../options.js';
import { stepsOf } from '../steps.js';
import { trainFactorsInline } from '../train-inline.js';
import { readTrainOptions, type TrainOptions, trainSeeds } from '../train-seeds.js';
import { trainedModel } from '../trained-model.js';
import { Workshop, type WorkshopParts } from './workshop.js';

/**
 * Trains a model on who played what how often, by alternating least squares for implicit feedback, on
 * worker threads; what takes some milliseconds, on the calling thread.
 *
 * For user u, the factors solve A_u x_u = b_u with
 *
 *     A_u = a0 YtY + sum_i (c_ui - a0) y_i y_iT + lambda_u I        b_u = sum_i c_ui y_i
 *
 * over the artists i that u played (Hu, Koren, Volinsky 2008, section 4; a0 and lambda_u after Rendle et al.
 * 2022, section 3), and likewise for every artist. Solver `cg` takes three steps of conjugate gradients
 * towards the solution from the factors of the iteration before (Takács, Pilászy, Tikk 2011, section 4). Solver `sor`
 * takes four and, from the second iteration on, goes 1.6 times as far as they lead (successive over-relaxation; Wen, Yin,
 * Zhang 2012): 8 iterations come as far as 15 of `cg`.
 * With the default options it computes what the Python library implicit does. A user or artist without
 * plays gets the zero vector.
 *
 * The loss is (sum over all pairs of c (p - x.y)^2 + sum of lambda |x|^2 and lambda |y|^2) / (sum c +
 * users artists - entries).
 *
 * @example
 * const model = await trainAls(await dataset.interactions(), { factors: 64, alpha: 1, weighting: 'log' });
 * model.similarArtists('red hot chili peppers')
 *
 * @param interactions (users x artists) plays, finite and above 0
 * @param options see {@link TrainOptions}. The same seed gives the same bits on any number of threads.
 * @throws InputError for an impossible option, plays that are not above 0, an empty matrix, a training that
 * needs more than 4 GiB, factors that are no longer finite; the signal's reason when it is aborted
 *
 * @remarks
 * In a notebook, an interrupt of the cell stops the training, and a line shows how far it is, where no
 * signal and no onIteration are given.
 *
 * Threads and memory are kept with the plays for another training, which starts sooner: for 20 s, or until
 * {@link Interactions.release}. They do not keep a process alive.
 *
 * Cost: about 16 factors entries multiplications per iteration and 8 bytes per entry twice over, in memory
 * of its own. A generated matrix of 358,868 users, 292,364 artists and 18.3 million entries took 0.7 s per
 * iteration at 20 factors and 1.9 s at 64, on two cores of an AMD EPYC with Node.js 20.20.
 * @category Train
 */
export async function trainAls(interactions: Interactions, options: TrainOptions = {}): Promise<Model> {
  const { seeds, training } = readTrainOptions(options);
  const { signal, onIteration, onProgress: given } = readAlsOptions(training);
  // A caller that follows the iterations shows them itself.
  const onProgress = given ?? (onIteration && (() => {}));
  return await watched('training', { signal, onProgress }, async (watch) => {
    const train = (each: AlsOptions) => trainWhereFaster(interactions, each);
    return (await trainSeeds(seeds, { ...training, ...watch }, train)).prepare(watch.signal);
  });
}

/**
 * Multiplications of a training that is over before threads would have started: about 40 ms, on two cores of an AMD
 * EPYC with Node.js 20, where two threads take 100 ms to start.
 */
const FEW_MULTIPLICATIONS = 1e8;

/** Trains on threads, or on the calling thread what is soon done there: a search for settings trains dozens of times. */
async function trainWhereFaster(interactions: Interactions, options: AlsOptions): Promise<Model> {
  const checked = readAlsOptions(options);
  checked.signal?.throwIfAborted();
  requireInteractions(interactions);
  if (multiplications(interactions, checked.settings) > FEW_MULTIPLICATIONS)
    return await trainOnThreads(interactions, options, {});
  const parts = { module: loadKernel('als'), allocate: allocateMemory };
  return trainedModel(interactions, checked.settings, await trainFactorsInline(interactions, checked, parts));
}

/** Roughly: steps of conjugate gradients on each entry from both sides, or the sums and the solution of equations. */
function multiplications(
  { size, users, artists }: Interactions,
  { factors, iterations, solver }: AlsSettings,
) {
  const isExact = solver === 'cholesky';
  const perEntry = isExact ? factors ** 2 : 4 * (stepsOf(solver, 1).steps + 1) * factors;
  const perRow = isExact ? factors ** 3 / 6 + factors ** 2 : 6 * factors ** 2;
  const decomposing = isExact ? 0 : 20 * factors ** 3;
  return iterations * (size * perEntry + (users.size + artists.size) * perRow + decomposing);
}

/**
 * `trainAls` on threads in any case, with a chosen build of the kernel or another worker script, for tests and
 * benchmarks.
 *
 * @internal
 */
export async function trainOnThreads(
  interactions: Interactions,
  options: AlsOptions,
  parts: WorkshopParts,
): Promise<Model> {
  const checked = readAlsOptions(options, availableParallelism());
  checked.signal?.throwIfAborted();
  requireInteractions(interactions);
  return trainedModel(interactions, checked.settings, await Workshop.train(interactions, checked, parts));
}
