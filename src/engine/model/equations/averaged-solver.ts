import { showValue } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';
import type { ModelParts } from '../model-parts.js';
import { type EquationsSolver, type RowEntries, RowSolver } from './row-solver.js';

// Shapes: held rows H, models M, factors F of each.

/**
 * Solves the equations of rows for the mean of several models, whose vectors stand side by side, divided by sqrt(M)
 * (see averageModels): each model by itself, and then as if it had been trained with the row.
 *
 * With y' = y / sqrt(M), lambda / M in place of lambda makes A' = A / M, so that A' x' = b' gives sqrt(M) x; a
 * model's part of the row's vector is x / sqrt(M) = x' / M. The weighted similarities y' A'^-1 y_i' are those of the
 * model itself, and their mean those of the mean of the scores.
 */
export class AveragedSolver implements EquationsSolver {
  /** M F */
  readonly factors: number;
  readonly #solvers: readonly RowSolver[];

  /**
   * @param vectors (H x M F) row-major
   * @param factors M F
   * @param models M
   * @param unobserved a0
   * Cost: H M F^2 / 2 multiplications.
   */
  constructor(vectors: Float32Array, factors: number, models: number, unobserved: number) {
    this.factors = factors;
    const each = factors / models;
    this.#solvers = Array.from(
      { length: models },
      (_, model) =>
        new RowSolver({ vectors, factors: each, stride: factors, first: model * each }, unobserved),
    );
  }

  solve(entries: RowEntries): Float64Array | undefined {
    const models = this.#solvers.length;
    const x = new Float64Array(this.factors);
    for (const [model, solver] of this.#solvers.entries()) {
      const part = solver.solve(this.#scaled(entries));
      if (part === undefined) return undefined;
      x.set(
        part.map((value) => value / models),
        model * solver.factors,
      );
    }
    return x;
  }

  similarities(entries: RowEntries, row: number): Float64Array | undefined {
    const mean = new Float64Array(entries.rows.length);
    for (const solver of this.#solvers) {
      const part = solver.similarities(this.#scaled(entries), row);
      if (part === undefined) return undefined;
      part.forEach((value, i) => {
        mean[i] += value / this.#solvers.length;
      });
    }
    return mean;
  }

  #scaled(entries: RowEntries): RowEntries {
    return { ...entries, lambda: entries.lambda / this.#solvers.length };
  }
}

/**
 * How many models stand side by side in the vectors of a model, by its training record.
 *
 * @throws InputError where its factors cannot be divided into so many
 */
export function modelsIn({ training, factors }: Pick<ModelParts, 'factors' | 'training'>): number {
  const { seeds = 1 } = training;
  if (Number.isInteger(seeds) && Number(seeds) >= 1 && factors % Number(seeds) === 0) return Number(seeds);
  throw new InputError(
    `training option seeds of the model is ${showValue(seeds)} and it has ${factors} factors; expected a number that divides ` +
      'them: use a model made by trainAls',
  );
}
