import type { Kernel } from './kernel.js';
import {
  BLOCK_ROWS,
  blocksOf,
  GRAM_CHUNKS,
  GRAM_PANEL_ROWS,
  type MemoryLayout,
  type SideLayout,
} from './layout.js';
import type { AlsSettings } from './options.js';
import { prepareMemory } from './prepare.js';

/** Which half of a sweep: the side that is solved for while the other is held. */
export type Side = 'byUser' | 'byArtist';

/**
 * What all threads do together before any goes on. Each phase is cut into units that do not depend on each
 * other or on who computes them; whoever is free takes the next one.
 */
export type Phase =
  | { readonly kind: 'prepare' }
  | { readonly kind: 'gramChunks'; readonly side: Side }
  | { readonly kind: 'gramRows'; readonly side: Side }
  | { readonly kind: 'solve'; readonly side: Side }
  | { readonly kind: 'loss' };

/** What one thread needs to take part. */
export interface PhaseContext {
  readonly kernel: Kernel;
  readonly buffer: SharedArrayBuffer;
  readonly layout: MemoryLayout;
  readonly settings: AlsSettings;
  /** Which thread this is, from 0: whose scratch it uses. */
  readonly thread: number;
}

/** Steps of conjugate gradients per row and half-sweep, as implicit has it. */
const CG_STEPS = 3;

/**
 * Takes units of a phase until none is left, pausing after each.
 *
 * Short calls are deliberate: V8 changes to optimised code only when a function is called again.
 *
 * @returns the first row this thread solved whose factors are not finite, or -1
 */
export function* takeUnits(context: PhaseContext, phase: Phase): Generator<void, number> {
  const { buffer, layout } = context;
  const counter = new Int32Array(buffer, layout.counter, 1);
  const units = unitsOf(layout, phase);
  let broken = -1;
  for (;;) {
    const unit = Atomics.add(counter, 0, 1);
    if (unit >= units) return broken;
    const row = runUnit(context, phase, unit);
    if (broken < 0) broken = row;
    yield;
  }
}

function unitsOf(layout: MemoryLayout, phase: Phase): number {
  switch (phase.kind) {
    case 'prepare':
      return 1;
    case 'gramChunks':
      return GRAM_CHUNKS;
    case 'gramRows':
      return layout.stride;
    case 'solve':
      return blocksOf(layout[phase.side].rows);
    case 'loss':
      return layout.lossBlocks;
  }
}

function runUnit(context: PhaseContext, phase: Phase, unit: number): number {
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

function solveBlock({ kernel, layout, settings, thread }: PhaseContext, solved: Side, block: number): number {
  const side = layout[solved];
  const held = heldSide(layout, solved);
  const from = block * BLOCK_ROWS;
  const to = Math.min(from + BLOCK_ROWS, side.rows);
  const rows = [from, to, side.indptr, side.indices, side.values, side.regularization] as const;
  const { stride, factors, gram, gram32 } = layout;
  const { unobservedWeight } = settings;
  const scratch = scratchOf(layout, thread);
  return settings.solver === 'cg'
    ? kernel.solveByConjugateGradient(
        ...rows,
        side.factors,
        held.factors,
        gram32,
        stride,
        unobservedWeight,
        CG_STEPS,
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
function sumLoss({ kernel, buffer, layout, settings }: PhaseContext, unit: number): void {
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
        )
      : kernel.sumPenalty(from, to, regularization, factors, stride);
  new Float64Array(buffer, layout.losses)[unit] = loss;
}

function scratchOf(layout: MemoryLayout, thread: number): number {
  return layout.scratch + thread * layout.scratchBytes;
}
