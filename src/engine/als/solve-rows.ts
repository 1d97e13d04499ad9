import { BLOCK_ROWS, GRAM_PANEL_ROWS, scratchOf } from './layout.js';
import { lightConfidence } from './light-confidence.js';
import { heldSide, type PhaseContext, type Side } from './phases.js';

/** Steps of conjugate gradients per row and half-sweep, as implicit has it. */
export const CG_STEPS = 3;

/** Solves a block of rows, but for those of popular artists; returns the first that is not finite, or -1. */
export function solveBlock(context: PhaseContext, solved: Side, block: number): number {
  const { kernel, layout, settings } = context;
  const side = layout[solved];
  const held = heldSide(layout, solved);
  const from = block * BLOCK_ROWS;
  const to = Math.min(from + BLOCK_ROWS, side.rows);
  const rows = [side.indptr, side.indices, side.values, side.regularization] as const;
  const { stride, factors, gram, spectrum } = layout;
  const { unobservedWeight } = settings;
  const scratch = scratchOf(context);
  return settings.solver === 'cg'
    ? kernel.solveByConjugateGradient(
        from,
        to,
        solved === 'byArtist' ? layout.popular.isPopular : 0,
        ...rows,
        side.factors,
        held.factors,
        spectrum,
        stride,
        unobservedWeight,
        CG_STEPS,
        lightConfidence(held.rows, factors, unobservedWeight),
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
