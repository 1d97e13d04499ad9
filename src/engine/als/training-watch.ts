import type { MemoryLayout } from './layout.js';
import type { AlsProgress } from './options.js';
import { type Side, unitsOf } from './phases.js';

const REPORT_MILLISECONDS = 200;

/** Where a training stands, kept for reports between its iterations. */
export interface TrainingWatch {
  /** Solving for a side begins, users first, in an iteration counted from 1. */
  begin(side: Side, iteration: number): void;
  /** Solving is over; the phases that follow use the counter for themselves. */
  end(): void;
  /** An iteration is over. */
  complete(iteration: number, loss: number | undefined): void;
  stop(): void;
}

/**
 * Reports a training's progress now and then, also within an iteration: the threads share a counter of the
 * units they have taken, which tells how far the running phase is.
 */
export function watchTraining(
  { layout, buffer }: { layout: MemoryLayout; buffer: ArrayBufferLike },
  iterations: number,
  onProgress: ((progress: AlsProgress) => void) | undefined,
): TrainingWatch {
  if (!onProgress) return { begin() {}, end() {}, complete() {}, stop() {} };
  const counter = new Int32Array(buffer, layout.counter, 1);
  let running: { before: number; units: number } | undefined;
  let loss: number | undefined;
  const report = (done: number) =>
    onProgress(loss === undefined ? { done, total: iterations } : { done, total: iterations, loss });
  const timer = setInterval(() => {
    if (!running) return;
    const { before, units } = running;
    const part = Atomics.load(counter, 0) / units;
    // An iteration is whole when it is complete, with its loss.
    if (part < 1) report(before + part / 2);
  }, REPORT_MILLISECONDS);
  return {
    begin(side, iteration) {
      const before = iteration - 1 + (side === 'byUser' ? 0 : 0.5);
      running = { before, units: unitsOf(layout, { kind: 'solve', side }) };
    },
    end() {
      running = undefined;
    },
    complete(iteration, newLoss) {
      loss = newLoss;
      report(iteration);
    },
    stop: () => clearInterval(timer),
  };
}
