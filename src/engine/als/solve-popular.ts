import { scratchOf } from './layout.js';
import { lightConfidence } from './light-confidence.js';
import type { PhaseContext } from './phases.js';
import { countPopular, placesOf } from './popular-artists.js';
import { CG_STEPS } from './solve-rows.js';

/**
 * Solves a group of popular artists together, pausing after each stretch of the users (see
 * assembly/popular-rows.ts); returns the first that is not finite, or -1.
 */
export function* solvePopular(context: PhaseContext, group: number): Generator<void, number> {
  const { kernel, buffer, layout } = context;
  const { stride, spectrum, threads } = layout;
  const { artists, states } = layout.popular;
  const { regularization, factors } = layout.byArtist;
  const [from, to] = placesOf(group, threads, countPopular(buffer, layout));
  if (from === to) return -1;
  kernel.beginRows(artists, from, to, states, regularization, factors, spectrum, stride);
  yield* addStretches(context, from, to, 1);
  for (let step = 0; step < CG_STEPS; step++) {
    kernel.turnRows(artists, from, to, states, step === 0, regularization, spectrum, stride);
    yield* addStretches(context, from, to, 0);
  }
  return kernel.endRows(artists, from, to, states, factors, stride);
}

/** Adds all entries of the artists, to their residuals with goal 1, to their products with goal 0. */
function* addStretches(context: PhaseContext, from: number, to: number, goal: 0 | 1): Generator<void, void> {
  const { kernel, buffer, layout, settings } = context;
  const { stride, users, byUser, byArtist } = layout;
  const { visits, states, stretches, stretchUsers } = layout.popular;
  const count = countPopular(buffer, layout);
  const light = lightConfidence(users, layout.factors, settings.unobservedWeight);
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
