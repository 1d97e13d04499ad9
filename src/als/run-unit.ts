import {
  BLOCK_ROWS,
  blocksOf,
  GRAM_CHUNKS,
  GRAM_PANEL_ROWS,
  type MemoryLayout,
  type SideLayout,
} from './layout.js';
import { lightConfidence } from './light-confidence.js';
import type { Phase, PhaseContext, Side } from './phases.js';
import { prepareMemory } from './prepare.js';

/** Steps of conjugate gradients per row and half-sweep, as implicit has it. */
const CG_STEPS = 3;

/** Computes one unit of a phase; returns the first row whose factors are not finite, or -1. */
export function runUnit(context: PhaseContext, phase: Phase, unit: number): number {
  switch (phase.kind) {
    case 'prepare':
      prepareMemory(context);
      return -1;
    case 'gramChunks':
      sumChunk(context, heldSide(context.layout, phase.side), unit);
      return -1;
    case 'gramRows':
      sumRow(context, unit);
      return -1;
    case 'solve':
      return solveBlock(context, phase.side, unit);
    case 'loss':
      sumLoss(context, unit);
      return -1;
  }
}

function heldSide(layout: MemoryLayout, solved: Side): SideLayout {
  return solved === 'byUser' ? layout.byArtist : layout.byUser;
}

function sumChunk({ kernel, layout, thread }: PhaseContext, held: SideLayout, chunk: number): void {
  const { stride } = layout;
  const rows = Math.ceil(held.rows / GRAM_CHUNKS);
  const from = Math.min(chunk * rows, held.rows);
  const to = Math.min(from + rows, held.rows);
  const partial = layout.partials + chunk * stride * stride * 8;
  kernel.sumGramChunk(partial, held.factors, from, to, stride, GRAM_PANEL_ROWS, scratchOf(layout, thread));
}

function sumRow({ kernel, layout, settings }: PhaseContext, row: number): void {
  const { gram, gram32, partials, stride } = layout;
  kernel.sumGramRow(gram, gram32, partials, GRAM_CHUNKS, row, stride, settings.unobservedWeight);
}

function solveBlock(
  { kernel, buffer, layout, settings, thread }: PhaseContext,
  solved: Side,
  block: number,
): number {
  const side = layout[solved];
  const held = heldSide(layout, solved);
  const from = block * BLOCK_ROWS;
  const to = Math.min(from + BLOCK_ROWS, side.rows);
  const rows = [from, to, side.indptr, side.indices, side.values, side.regularization] as const;
  const { stride, factors, gram, gram32 } = layout;
  const { unobservedWeight } = settings;
  const scratch = scratchOf(layout, thread);
  const shared = new Float64Array(buffer, gram, stride * stride);
  return settings.solver === 'cg'
    ? kernel.solveByConjugateGradient(
        ...rows,
        side.factors,
        held.factors,
        gram32,
        stride,
        unobservedWeight,
        CG_STEPS,
        lightConfidence(shared, stride, factors, held.rows, unobservedWeight),
        scratch,
      )
    : kernel.solveByCholesky(
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

/** Units of the loss: blocks of users with all their pairs, then blocks of artists with their penalty only. */
function sumLoss({ kernel, buffer, layout, settings, thread }: PhaseContext, unit: number): void {
  const { byUser, byArtist, stride, gram } = layout;
  const userBlocks = blocksOf(byUser.rows);
  const side = unit < userBlocks ? byUser : byArtist;
  const from = (unit < userBlocks ? unit : unit - userBlocks) * BLOCK_ROWS;
  const to = Math.min(from + BLOCK_ROWS, side.rows);
  const { indptr, indices, values, regularization, factors } = side;
  const loss =
    side === byUser
      ? kernel.sumRowLoss(
          from,
          to,
          indptr,
          indices,
          values,
          regularization,
          factors,
          byArtist.factors,
          gram,
          stride,
          settings.unobservedWeight,
          scratchOf(layout, thread),
        )
      : kernel.sumPenalty(from, to, regularization, factors, stride);
  new Float64Array(buffer, layout.losses)[unit] = loss;
}

function scratchOf(layout: MemoryLayout, thread: number): number {
  return layout.scratch + thread * layout.scratchBytes;
}
