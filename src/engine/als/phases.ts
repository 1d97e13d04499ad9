import type { Kernel } from './kernel.js';
import { blocksOf, gramChunks, type MemoryLayout, ROTATED_ROWS, type SideLayout } from './layout.js';
import type { AlsSettings } from './options.js';

/** Which half of a sweep: the side that is solved for while the other is held. */
export type Side = 'byUser' | 'byArtist';

/**
 * Plays become confidences while the artists' rows are started; then those are written, while the training is begun: the
 * first factors are drawn. Where the plays are prepared already, it is begun alone.
 */
export type PreparationStep = 'weigh' | 'write' | 'begin';

/**
 * What all threads finish before any of them goes on. Each phase is cut into units that depend neither on each
 * other nor on the thread that computes them; a thread that is free takes the next one.
 */
export type Phase =
  | { readonly kind: 'prepare'; readonly step: PreparationStep }
  | { readonly kind: 'gramChunks'; readonly side: Side }
  | { readonly kind: 'gramRows'; readonly side: Side }
  | { readonly kind: 'decompose' }
  | { readonly kind: 'return' }
  | { readonly kind: 'rotate' }
  | SolvePhase
  | { readonly kind: 'loss' };

/** Solves for all rows of a side. */
export interface SolvePhase {
  readonly kind: 'solve';
  readonly side: Side;
  /** Counted from 1. */
  readonly iteration: number;
}

/** What one thread needs to take part. */
export interface PhaseContext {
  readonly kernel: Kernel;
  readonly buffer: ArrayBufferLike;
  readonly layout: MemoryLayout;
  readonly settings: AlsSettings;
  /** Which thread this is, from 0: whose scratch it uses. */
  readonly thread: number;
}

/** How many units a phase is cut into. */
export function unitsOf(layout: MemoryLayout, phase: Phase): number {
  switch (phase.kind) {
    case 'prepare':
      return preparationUnits(layout, phase.step);
    case 'decompose':
    case 'return':
      return 1;
    case 'rotate':
      return blocksOf(layout.users, ROTATED_ROWS) + blocksOf(layout.artists, ROTATED_ROWS);
    case 'gramChunks':
      return gramChunks(heldSide(layout, phase.side));
    case 'gramRows':
      return layout.stride;
    case 'solve':
      return popularGroups(layout, phase.side) + blocksOf(layout[phase.side].rows);
    case 'loss':
      return layout.lossBlocks;
  }
}

/** Units of beginning a training: see {@link PreparationStep}. */
export const BEGIN_UNITS = 3;

function preparationUnits(layout: MemoryLayout, step: PreparationStep): number {
  if (step === 'weigh') return 2;
  return BEGIN_UNITS + (step === 'write' ? writtenParts(layout) : 0);
}

/** Artists are written in two parts a thread, so that all come out even: one thread draws the factors before. */
export function writtenParts({ threads }: MemoryLayout): number {
  return 2 * threads;
}

/** Groups that a side's popular artists are solved in: one a thread, so that all of them pass the users together. */
export function popularGroups({ popular, threads }: MemoryLayout, side: Side): number {
  return side === 'byArtist' && popular.mostPopular > 0 ? threads : 0;
}

/** The side that is held while the other is solved for. */
export function heldSide(layout: MemoryLayout, solved: Side): SideLayout {
  return solved === 'byUser' ? layout.byArtist : layout.byUser;
}
