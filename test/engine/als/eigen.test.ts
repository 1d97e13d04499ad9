import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { decomposeSymmetric } from '#listenlab/engine/als/eigen.js';
import { seededRandom } from '#listenlab/util/random.js';

/** A YtY of random rows, some of them far longer than others: n x n, of rank at most `rows`. */
function gramOf(n: number, rows: number, seed: number): Float64Array {
  const random = seededRandom(seed);
  const gram = new Float64Array(n * n);
  for (let row = 0; row < rows; row++) {
    const y = Array.from({ length: n }, () => random.normal() * 10 ** random.integer(4));
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) gram[i * n + j] += y[i] * y[j];
  }
  return gram;
}

/** The tolerance of each error relative to the largest value: rounding of n^2 operations, generously. */
const ROUNDING = 1e-13;

function errorsOf(matrix: Float64Array, n: number) {
  const { values, vectors } = decomposeSymmetric(matrix, n);
  const rows = Matrix.from1DArray(n, n, vectors);
  const turned = rows
    .transpose()
    .mmul(Matrix.diag(Array.from(values)))
    .mmul(rows);
  const size = Math.max(...matrix.map(Math.abs), Number.MIN_VALUE);
  const largest = (found: Matrix) => Math.max(found.max(), -found.min());
  return {
    rebuilt: largest(turned.sub(Matrix.from1DArray(n, n, matrix))) / size,
    rightAngles: largest(rows.mmul(rows.transpose()).sub(Matrix.eye(n))),
    values: Array.from(values).sort((a, b) => a - b),
    size,
  };
}

describe('eigendecomposition of a symmetric matrix', () => {
  it.each([1, 2, 3, 5, 20, 33, 64, 128])('of size %i equals that of ml-matrix', (n) => {
    for (const rows of [1, Math.ceil(n / 2), 3 * n]) {
      const matrix = gramOf(n, rows, n);
      const found = errorsOf(matrix, n);
      const known = new EigenvalueDecomposition(Matrix.from1DArray(n, n, matrix), { assumeSymmetric: true });
      expect(found.rebuilt).toBeLessThan(ROUNDING * n);
      expect(found.rightAngles).toBeLessThan(ROUNDING * n);
      const expected = [...known.realEigenvalues].sort((a, b) => a - b);
      found.values.forEach((value, k) => {
        expect(Math.abs(value - expected[k])).toBeLessThan(ROUNDING * n * n * found.size);
      });
    }
  });

  it('reproduces any small integer matrix, even if singular', () => {
    const square = fc
      .integer({ min: 1, max: 6 })
      .chain((n) => fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n * n, maxLength: n * n }));
    fc.assert(
      fc.property(square, (numbers) => {
        const n = Math.sqrt(numbers.length);
        const matrix = Float64Array.from(
          numbers,
          (_, i) => numbers[i] + numbers[(i % n) * n + Math.floor(i / n)],
        );
        const found = errorsOf(matrix, n);
        expect(found.rebuilt).toBeLessThan(ROUNDING);
        expect(found.rightAngles).toBeLessThan(ROUNDING);
      }),
    );
  });

  it('reproduces small matrices whose entries differ so much that some squares underflow', () => {
    const number = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.constantFrom(0, -80, -155, -160, -200));
    const square = fc
      .integer({ min: 1, max: 6 })
      .chain((n) => fc.array(number, { minLength: n * n, maxLength: n * n }));
    fc.assert(
      fc.property(square, (numbers) => {
        const n = Math.sqrt(numbers.length);
        const values = numbers.map(([digit, exponent]) => digit * 10 ** exponent);
        values[0] = 1;
        const found = errorsOf(
          Float64Array.from(values, (value, i) => value + values[(i % n) * n + Math.floor(i / n)]),
          n,
        );
        expect(found.values.every(Number.isFinite)).toBe(true);
        expect(found.rebuilt).toBeLessThan(ROUNDING);
        expect(found.rightAngles).toBeLessThan(ROUNDING);
      }),
    );
  });

  it.each([1e-80, 1, 1e80])('reproduces matrices with entries around %d', (scale) => {
    const found = errorsOf(
      gramOf(8, 20, 1).map((value) => value * scale),
      8,
    );
    expect(found.rebuilt).toBeLessThan(ROUNDING);
    expect(found.rightAngles).toBeLessThan(ROUNDING);
  });
});
