import { aboveZero, type Check, oneOf, showValue, zeroOrMore } from '../../../util/checks.js';
import { InputError } from '../../../util/errors.js';

/**
 * How play counts become weights r, as in the Python library implicit:
 *
 * - linear: r = plays
 * - log: r = ln(1 + plays)
 * - binary: r = 1
 * - tfidf: r = sqrt(plays) idf, with idf = ln U - ln(1 + listeners of the artist) for U users
 * - bm25: r = (k1 + 1) plays / (k1 (1 - b + b l) + plays) idf, with l the user's total plays over the mean user's, k1 = 100
 *   and b = 0.8
 */
export type Weighting = 'linear' | 'log' | 'binary' | 'bm25' | 'tfidf';

/** How weights become confidences: `scaled` is c = alpha r, `added` is c = unobservedWeight + alpha r. */
export type Confidence = 'scaled' | 'added';

/** What the equations of a row depend on besides its plays and the fixed vectors. */
export interface ConfidenceSettings {
  /** lambda, the pull of every factor towards zero, 0 or more. Default 0.1. */
  readonly regularization: number;
  /** How much one unit of weight adds to the confidence, above 0. Default 15. */
  readonly alpha: number;
  /** Default `linear`: the plays themselves. */
  readonly weighting: Weighting;
  /** Default `scaled`. */
  readonly confidence: Confidence;
  /** a0, the confidence in a pair without plays, 0 or more. Default 1. */
  readonly unobservedWeight: number;
  /** nu: lambda grows with a row's entries to this power, 0 or more. Default 0: the same for all rows. */
  readonly regularizationExponent: number;
}

/** Valid values of each setting. */
export const CONFIDENCE_CHECKS: Record<keyof ConfidenceSettings, Check> = {
  regularization: zeroOrMore,
  alpha: aboveZero,
  weighting: oneOf('linear', 'log', 'binary', 'bm25', 'tfidf'),
  confidence: oneOf('scaled', 'added'),
  unobservedWeight: zeroOrMore,
  regularizationExponent: zeroOrMore,
};

/**
 * The settings a model was trained with, read from its training record.
 *
 * @throws InputError naming what is missing or impossible: a model made by hand, or not trained by ALS, has vectors but
 * no equations that give a new user's vector
 */
export function readConfidenceSettings(training: Readonly<Record<string, unknown>>): ConfidenceSettings {
  for (const [name, check] of Object.entries(CONFIDENCE_CHECKS)) {
    const expected = check(training[name]);
    if (expected === undefined) continue;
    const found = Object.hasOwn(training, name) ? showValue(training[name]) : 'missing';
    throw new InputError(
      `training option ${name} of the model is ${found}; expected ${expected}: explanations and fold-in solve the ` +
        'equations of the training again, so use a model made by trainAls',
    );
  }
  const { regularization, alpha, weighting, confidence, unobservedWeight, regularizationExponent } =
    training as unknown as ConfidenceSettings;
  return { regularization, alpha, weighting, confidence, unobservedWeight, regularizationExponent };
}

/**
 * lambda of every row, (rows): regularization * (n + a0 * columns)^nu for a row with n entries, after Rendle,
 * Krichene, Zhang and Koren, "Revisiting the performance of iALS on item recommendation benchmarks", 2022,
 * section 3. With nu = 0, the default, every row has the same. In float32, as in implicit.
 *
 * @param entries (rows) n of each row
 */
export function regularizationOfRows(
  entries: Int32Array,
  columns: number,
  settings: ConfidenceSettings,
): Float32Array {
  const { regularization, regularizationExponent, unobservedWeight } = settings;
  return Float32Array.from(
    entries,
    (count) => regularization * (count + unobservedWeight * columns) ** regularizationExponent,
  );
}
