import {
  addScaled,
  copy,
  dot,
  goBeyond,
  narrow,
  narrowRow,
  scaleAndAdd,
  scaleEach,
  widenRow,
} from './vector';

// Conjugate gradients on one row of x, in parts, so that many rows can take their steps together. A row's state
// is its squared residual and vectors: in float64 solution, residual, direction and
// product (each K, `bytes` long), in float32 the vector that is being multiplied.

/** Squared length of a residual below which a row is solved. The same number as in the reference. */
const SOLVED: f64 = 1e-20;

/** Bytes before the vectors: they lie at multiples of sixteen. */
const HEADER: usize = 16;

export function stateBytes(bytes: usize): usize {
  return HEADER + 4 * bytes + (bytes >> 1);
}

export function solutionOf(state: usize): usize {
  return state + HEADER;
}

export function residualOf(state: usize, bytes: usize): usize {
  return state + HEADER + bytes;
}

export function directionOf(state: usize, bytes: usize): usize {
  return state + HEADER + 2 * bytes;
}

export function productOf(state: usize, bytes: usize): usize {
  return state + HEADER + 3 * bytes;
}

export function singleOf(state: usize, bytes: usize): usize {
  return state + HEADER + 4 * bytes;
}

export function isSolved(state: usize): bool {
  return load<f64>(state) < SOLVED;
}

/** Starts from a stored row: residual = -(D + lambda I) x, to which b and the row's entries are to be added. */
export function beginRow(state: usize, stored: usize, spectrum: usize, lambda: f64, bytes: usize): void {
  const solution = solutionOf(state);
  widenRow(solution, stored, bytes >> 3, 1);
  multiplyShared(residualOf(state, bytes), solution, singleOf(state, bytes), spectrum, lambda, bytes);
}

/** The first direction is the residual. */
export function beginSteps(state: usize, bytes: usize): void {
  const residual = residualOf(state, bytes);
  copy(directionOf(state, bytes), residual, bytes);
  store<f64>(state, dot(residual, residual, bytes));
}

/** product = -(D + lambda I) direction, to which the row's entries are to be added. */
export function beginProduct(state: usize, spectrum: usize, lambda: f64, bytes: usize): void {
  multiplyShared(
    productOf(state, bytes),
    directionOf(state, bytes),
    singleOf(state, bytes),
    spectrum,
    lambda,
    bytes,
  );
}

/** target = -(D + lambda I) x, D = a0 YtY, which is diagonal (see ../../../als/rotation.ts); and x as float32. */
function multiplyShared(
  target: usize,
  x: usize,
  single: usize,
  spectrum: usize,
  lambda: f64,
  bytes: usize,
): void {
  narrow(single, x, bytes >> 1);
  scaleEach(target, spectrum, lambda, x, bytes);
}

/** Takes the step for product = -A direction, and makes the next direction. */
export function takeStep(state: usize, bytes: usize): void {
  const residual = residualOf(state, bytes);
  const direction = directionOf(state, bytes);
  const product = productOf(state, bytes);
  const squared = load<f64>(state);
  const curvature = -dot(direction, product, bytes);
  if (curvature <= 0) {
    // Only rounding gets here: A is positive semidefinite.
    store<f64>(state, 0);
    return;
  }
  const length = squared / curvature;
  addScaled(solutionOf(state), length, direction, bytes);
  addScaled(residual, length, product, bytes);
  const next = dot(residual, residual, bytes);
  scaleAndAdd(direction, next / squared, residual, bytes);
  store<f64>(state, next);
}

/**
 * Stores the solution, or what lies beyond it as seen from the row that is stored; false when it is not finite.
 *
 * @param relaxation 1 for the solution
 */
export function storeSolution(stored: usize, state: usize, bytes: usize, relaxation: f64): bool {
  if (relaxation !== 1) goBeyond(solutionOf(state), stored, relaxation, bytes);
  return narrowRow(stored, solutionOf(state), bytes >> 3);
}
