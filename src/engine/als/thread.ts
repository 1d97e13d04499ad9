import type { AnyWasmMemory, WasmModule } from '../../util/web-assembly.js';
import { bindKernel } from './kernel.js';
import {
  BLOCK_ROWS,
  GRAM_PANEL_ROWS,
  gramChunkRows,
  gramChunks,
  layOutMemory,
  rowsOfBlock,
  type SideLayout,
  scratchOf,
  type TrainingSizes,
} from './layout.js';
import type { AlsSettings } from './options.js';
import {
  heldSide,
  type Phase,
  type PhaseContext,
  popularGroups,
  type SolvePhase,
  unitsOf,
} from './phases.js';
import { prepareUnit } from './prepare.js';
import { decomposeGram, prepareReturn, rotateBlock } from './rotation.js';
import { solveBlock, solvePopular } from './solve.js';

/** What a thread needs to take part in a training. */
export interface ThreadTask {
  readonly module: WasmModule;
  readonly memory: AnyWasmMemory;
  readonly sizes: TrainingSizes;
  readonly settings: AlsSettings;
  /** Which thread it is, from 0. */
  readonly thread: number;
}

/** What all threads of a training are told before its phases. */
export interface TrainingTask extends Omit<ThreadTask, 'thread'> {
  readonly kind: 'join';
}

/** Makes the calling thread ready for the phases of a training. */
export function joinTraining({ module, memory, sizes, settings, thread }: ThreadTask): PhaseContext {
  const layout = layOutMemory(sizes);
  return { kernel: bindKernel(module, memory), buffer: memory.buffer, layout, settings, thread };
}

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
    const row = yield* runUnit(context, phase, unit);
    if (broken < 0) broken = row;
    yield;
  }
}

/** {@link takeUnits} without a pause: what a worker thread does. */
export function takeAllUnits(context: PhaseContext, phase: Phase): number {
  const units = takeUnits(context, phase);
  let step = units.next();
  while (!step.done) step = units.next();
  return step.value;
}

/** Computes one unit of a phase, pausing within long ones; returns the first row whose factors are not finite, or -1. */
function* runUnit(context: PhaseContext, phase: Phase, unit: number): Generator<void, number> {
  switch (phase.kind) {
    case 'prepare':
      prepareUnit(context, phase.step, unit);
      return -1;
    case 'gramChunks':
      sumChunk(context, heldSide(context.layout, phase.side), unit);
      return -1;
    case 'gramRows':
      sumRow(context, heldSide(context.layout, phase.side), unit);
      return -1;
    case 'decompose':
      decomposeGram(context.buffer, context.layout);
      return -1;
    case 'return':
      prepareReturn(context.buffer, context.layout);
      return -1;
    case 'rotate':
      rotateBlock(context, unit);
      return -1;
    case 'solve':
      return yield* solveUnit(context, phase, unit);
    case 'loss':
      sumLoss(context, unit);
      return -1;
  }
}

/** Units of solving: the groups of popular artists, which take longest, and then blocks of all other rows. */
function* solveUnit(context: PhaseContext, phase: SolvePhase, unit: number): Generator<void, number> {
  const groups = popularGroups(context.layout, phase.side);
  return unit < groups
    ? yield* solvePopular(context, phase, unit)
    : solveBlock(context, phase, unit - groups);
}

function sumChunk(context: PhaseContext, held: SideLayout, chunk: number): void {
  const { kernel, layout } = context;
  const { stride } = layout;
  const rows = gramChunkRows(held);
  const from = chunk * rows;
  const to = Math.min(from + rows, held.rows);
  const partial = layout.partials + chunk * stride * stride * 8;
  kernel.sumGramChunk(partial, held.factors, from, to, stride, GRAM_PANEL_ROWS, scratchOf(context));
}

function sumRow({ kernel, layout, settings }: PhaseContext, held: SideLayout, row: number): void {
  const { gram, partials, stride } = layout;
  kernel.sumGramRow(gram, partials, gramChunks(held), row, stride, settings.unobservedWeight);
}

/** Units of the loss: blocks of users with all their pairs, then blocks of artists with their penalty only. */
function sumLoss(context: PhaseContext, unit: number): void {
  const { kernel, buffer, layout, settings } = context;
  const { byUser, byArtist, stride, gram } = layout;
  const { side, from, to } = rowsOfBlock(layout, unit, BLOCK_ROWS);
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
          scratchOf(context),
        )
      : kernel.sumPenalty(from, to, regularization, factors, stride);
  new Float64Array(buffer, layout.losses)[unit] = loss;
}
