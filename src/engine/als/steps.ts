import type { Solver } from './options.js';

/** How far a half-sweep takes each row towards the solution of its equations. */
interface RowSteps {
  /** Steps of conjugate gradients. */
  readonly steps: number;
  /** How far the row then moves from where it was: 1 to where the steps led, more beyond it. */
  readonly relaxation: number;
}

/**
 * Steps of conjugate gradients and relaxation of an iteration, counted from 1. `cg` is as implicit has it.
 *
 * `sor` is successive over-relaxation, as Wen, Yin and Zhang, "Solving a low-rank factorization model for matrix
 * completion by a nonlinear successive over-relaxation algorithm", 2012, have it for matrices with gaps. A half-sweep
 * holds one side and so moves the other too little, always in the same direction: going further saves nearly half of the
 * iterations.
 * The first iteration starts from random numbers, beyond which there is nothing to gain. The further a row goes, the more
 * the steps' own error counts, so there is one more. On 10,000 users of the stand-in for Last.fm 360K, what 15 iterations
 * of `cg` reach took 6.9 iterations at 20 factors and 8.4 at 64 (on all of them 7 and 8); with a relaxation of 1.5 or 1.7 at 20 factors 7.3, with
 * three steps 9.4, with five 6.3 and 7.8. Starting with 8 factors and growing to 20 after 1, 2 or 3 iterations does not pay: on
 * 100,000 users it took 10 to 11 iterations more, 5.5 to 6.3 CPU seconds where `sor` takes 3.9 and `cg` 6.3.
 */
export function stepsOf(solver: Solver, iteration: number): RowSteps {
  return solver === 'sor' ? { steps: 4, relaxation: iteration > 1 ? 1.6 : 1 } : { steps: 3, relaxation: 1 };
}
