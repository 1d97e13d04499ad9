import { BLOCK_ROWS, GRAM_PANEL_ROWS, scratchOf } from './layout.js';
import { heldSide, type PhaseContext, type SolvePhase } from './phases.js';
import { countPopular, placesOf } from './popular-artists.js';
import { stepsOf } from './steps.js';

/**
 * With 5, five iterations stay within 9e-6 of the oracle's factors, as with float64 alone; with 1000, 8e-5. The fourth step
 * of `sor` magnifies what is left: after two iterations, 14,000 users' factors for 12 artists are within 2e-3 of the
 * oracle's, with float64 alone within 5e-7; the losses of four differ by 1e-4 at most.
 */
const SHARE = 5;

/** Solves a block of rows, but for those of popular artists; returns the first that is not finite, or -1. */
export function solveBlock(
  context: PhaseContext,
  { side: solved, iteration }: SolvePhase,
  block: number,
): number {
  const { kernel, layout, settings } = context;
  const side = layout[solved];
  const held = heldSide(layout, solved);
  const from = block * BLOCK_ROWS;
  const to = Math.min(from + BLOCK_ROWS, side.rows);
  const rows = [side.indptr, side.indices, side.values, side.regularization] as const;
  const { stride, factors, gram, eigenvalues } = layout;
  const { unobservedWeight } = settings;
  const scratch = scratchOf(context);
  const { steps, relaxation } = stepsOf(settings.solver, iteration);
  return settings.solver !== 'cholesky'
    ? kernel.solveByConjugateGradient(
        from,
        to,
        solved === 'byArtist' ? layout.popular.isPopular : 0,
        ...rows,
        side.factors,
        held.factors,
        eigenvalues,
        stride,
        unobservedWeight,
        steps,
        relaxation,
        singlePrecisionLimit(held.rows, factors, unobservedWeight),
        scratch,
      )
    : kernel.solveByCholesky(
        from,
        to,
        ...rows,
        side.factors,
        held.factors,
        gram,
        stride,
        factors,
        unobservedWeight,
        GRAM_PANEL_ROWS,
        scratch,
      );
}

/**
 * The confidence up to which the kernel may add an entry in float32, whose rounding the steps of conjugate
 * gradients magnify only where one entry outweighs what all rows share.
 *
 * Every row's matrix has a0 YtY in common, and an entry adds (c - a0) y yT to it. Single precision is enough while
 * c |y|^2 is at most five times the mean of the diagonal of a0 YtY. Taking for |y|^2 the mean over all rows of Y,
 * that comes to the number of rows over that of factors. At full size it is enough for nearly all entries, in
 * small data for few.
 *
 * @param rows how many rows Y has
 * @param unobserved a0; with 0 nothing is shared, and no entry is added in single precision
 * @internal
 */
export function singlePrecisionLimit(rows: number, factors: number, unobserved: number): number {
  return (SHARE * unobserved * rows) / factors;
}

/**
 * Solves a group of popular artists together, pausing after each stretch of the users (see
 * kernels/assembly/als/popular-rows.ts); returns the first that is not finite, or -1.
 */
export function* solvePopular(
  context: PhaseContext,
  { iteration }: SolvePhase,
  group: number,
): Generator<void, number> {
  const { kernel, buffer, layout, settings } = context;
  const { steps, relaxation } = stepsOf(settings.solver, iteration);
  const { stride, eigenvalues, threads } = layout;
  const { artists, states } = layout.popular;
  const { regularization, factors } = layout.byArtist;
  const [from, to] = placesOf(group, threads, countPopular(buffer, layout));
  if (from === to) return -1;
  kernel.beginRows(artists, from, to, states, regularization, factors, eigenvalues, stride);
  yield* addStretches(context, from, to, 1);
  for (let step = 0; step < steps; step++) {
    kernel.turnRows(artists, from, to, states, step === 0, regularization, eigenvalues, stride);
    yield* addStretches(context, from, to, 0);
  }
  return kernel.endRows(artists, from, to, states, factors, stride, relaxation);
}

/** Adds all entries of the artists, to their residuals with goal 1, to their products with goal 0. */
function* addStretches(context: PhaseContext, from: number, to: number, goal: 0 | 1): Generator<void, void> {
  const { kernel, buffer, layout, settings } = context;
  const { stride, users, byUser, byArtist } = layout;
  const { visits, states, stretches, stretchUsers } = layout.popular;
  const count = countPopular(buffer, layout);
  const light = singlePrecisionLimit(users, layout.factors, settings.unobservedWeight);
  for (let stretch = 0; stretch < stretches; stretch++) {
    kernel.addStretch(
      visits + stretch * count * 4,
      from,
      to,
      states,
      stretch * stretchUsers,
      Math.min((stretch + 1) * stretchUsers, users),
      byArtist.indices,
      byArtist.values,
      byUser.factors,
      stride,
      settings.unobservedWeight,
      goal,
      light,
      scratchOf(context),
    );
    yield;
  }
}
