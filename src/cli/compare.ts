import type { Algorithm } from '../engine/baselines/algorithm.js';
import type { Evaluation } from '../engine/evaluate/evaluation.js';
import type { Split } from '../engine/evaluate/split/split.js';
import { InputError } from '../util/errors.js';
import type { TaskProgress } from '../util/work.js';
import type { Context } from './context.js';

/** An algorithm that is judged. */
export interface Entrant {
  /** For tables. */
  readonly name: string;
  readonly algorithm: Algorithm;
  /** Left out with a remark where it cannot learn from this data, instead of ending it all. */
  readonly optional?: boolean;
}

/** What one of them reached, over all splits. */
export interface Result {
  readonly name: string;
  readonly evaluation: Evaluation;
}

/** How often to resample users, for intervals of 95%. */
const RESAMPLES = 1000;

/** Fits every entrant to every split and judges it, with progress; one after the other, each on all threads. */
export async function compare(
  entrants: readonly Entrant[],
  splits: readonly Split[],
  { threads, ...judged }: { k: readonly number[]; users: number; threads?: number },
  context: Context,
): Promise<Result[]> {
  const { evaluate } = await import('../engine/evaluate/evaluate.js');
  const { poolEvaluations } = await import('../engine/evaluate/evaluation.js');
  const { output, progress, signal } = context;
  const results: Result[] = [];
  for (const { name, algorithm, optional } of entrants) {
    const evaluations: Evaluation[] = [];
    try {
      for (const [at, split] of splits.entries()) {
        const where = splits.length > 1 ? `${name}, split ${at + 1} of ${splits.length}` : name;
        const onProgress = (told: TaskProgress) =>
          progress.update({ ...told, task: `${where}: ${told.task}` });
        const model = await algorithm.fit(split.train, { threads, signal, onProgress });
        evaluations.push(
          await evaluate(model, split, { ...judged, threads, resamples: 0, signal, onProgress }),
        );
      }
    } catch (error) {
      if (!optional || !(error instanceof InputError)) throw error;
      progress.stop();
      output.tell(`left out ${name}: ${error.message}`);
      continue;
    }
    const evaluation = await poolEvaluations(evaluations, {
      resamples: RESAMPLES,
      signal,
      onProgress: progress.update,
    });
    results.push({ name, evaluation });
  }
  progress.stop();
  return results;
}
