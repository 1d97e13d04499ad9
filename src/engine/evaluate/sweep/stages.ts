import type { SweepSettings } from './space.js';
import { type Trial, trialsOf } from './trials.js';

/** One round of the search: the best settings of the round before, tried with more care. */
export interface Stage {
  /** What is tried, of settings in falling order of how well they did in any stage before. */
  trialsOf(settings: readonly SweepSettings[]): Trial[];
  /** Numbers of the splits it is judged on. */
  readonly splits: readonly number[];
  /** Share of the time that may be over when it ends. */
  readonly until: number;
}

/** The rounds; what is left of the time at the end is for the comparison. */
export const STAGES: readonly Stage[] = [
  {
    // Small models tell good weightings and penalties from bad ones; 8 iterations come close to the end.
    trialsOf: (settings) => trialsOf(settings.map((each) => ({ ...each, factors: 64, iterations: 8 }))),
    splits: [1],
    until: 0.35,
  },
  {
    // Which size and how many iterations are best depends on the plays; the quicker ones come first.
    trialsOf: (settings) =>
      trialsOf(
        [32, 128, 192].flatMap((factors) =>
          settings
            .slice(0, 6)
            .flatMap((each) => [5, 8, 12].map((iterations) => ({ ...each, factors, iterations }))),
        ),
      ),
    splits: [2],
    until: 0.65,
  },
  {
    trialsOf: (settings) => trialsOf(settings.slice(0, 4)),
    splits: [3, 4, 5],
    until: 0.85,
  },
];
