import type { Fitting } from '../fit-on-threads.js';
import type { ArtistKnowledge } from '../scored-recommender.js';

// Shapes: users U, artists I, of which M are known to EASE; X (U x M) their weighted plays.
// P = (XtX + lambda I)^-1 (M x M), K = (XXt + lambda I)^-1 (U x U), and XP = KX.

/** EASE before lambda is chosen: one of two forms, which give the same scores. */
export interface EaseForm {
  /** Solves for a lambda, in the memory of the solution before, which is void from then on. */
  solve(lambda: number, fitting: Fitting): Promise<EaseSolution>;
}

/** What tells how good a lambda is. */
export interface EaseProjection {
  readonly lambda: number;
  /** (M) the diagonal of P, each above 0 and at most 1 / lambda. */
  readonly diagonal: Float64Array;
  /** Fills `row` (M) with a user's row of XP. */
  projectInto(user: number, row: Float64Array): void;
}

/** EASE solved for a lambda. */
export interface EaseSolution extends EaseProjection {
  /** What it has learned about artists. */
  knowledge(): ArtistKnowledge;
}
