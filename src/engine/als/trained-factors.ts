// Shapes: users U, artists A, factors F.

/** What a training finds. */
export interface TrainedFactors {
  /** (U x F) row-major. */
  readonly userFactors: Float32Array;
  /** (A x F) row-major. */
  readonly artistFactors: Float32Array;
  /** Training loss after each iteration, where it was computed; else empty. */
  readonly losses: readonly number[];
}
