import type { MemoryLayout } from './layout.js';
import type { AlsProgress } from './options.js';
import { type Phase, unitsOf } from './phases.js';

const REPORT_MILLISECONDS = 200;

/** Where a training stands, kept for reports between its iterations. */
export interface TrainingWatch {
  /** A phase begins in an iteration, counted from 1, of which this share was done before it. */
  begin(phase: Phase, iteration: number, share: number): void;
  /** An iteration is over. */
  complete(iteration: number, loss: number | undefined): void;
  stop(): void;
}

/**
 * Reports a training's progress now and then, also within an iteration: the threads share a counter of the
 * units they have taken, which tells how far the running phase is.
 */
export function watchTraining(
  { layout, buffer }: { layout: MemoryLayout; buffer: SharedArrayBuffer },
  iterations: number,
  onProgress: ((progress: AlsProgress) => void) | undefined,
): TrainingWatch {
  if (!onProgress) return { begin() {}, complete() {}, stop() {} };
  const counter = new Int32Array(buffer, layout.counter, 1);
  let running: { phase: Phase; iteration: number; share: number } | undefined;
  let loss: number | undefined;
  const report = (done: number) =>
    onProgress(loss === undefined ? { done, total: iterations } : { done, total: iterations, loss });
  const timer = setInterval(() => {
    if (running?.phase.kind !== 'solve') return;
    const { phase, iteration, share } = running;
    const part = Math.min(1, Atomics.load(counter, 0) / unitsOf(layout, phase));
    report(iteration - 1 + share + part / 2);
  }, REPORT_MILLISECONDS);
  return {
    begin(phase, iteration, share) {
      running = { phase, iteration, share };
    },
    complete(iteration, newLoss) {
      loss = newLoss;
      running = undefined;
      report(iteration);
    },
    stop: () => clearInterval(timer),
  };
}
