import { type Phase, type PhaseContext, unitsOf } from './phases.js';
import { runUnit } from './run-unit.js';

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
