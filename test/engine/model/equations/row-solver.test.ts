import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { RowSolver } from '#listenlab/engine/model/equations/row-solver.js';
import { vectorsOf } from '../training.js';

/** Eigenvalues of A are between lambda and a few hundred: double precision leaves about twelve digits. */
const DIGITS = 9;

const problems = fc
  .record({ held: fc.integer({ min: 1, max: 9 }), factors: fc.integer({ min: 1, max: 9 }) })
  .chain(({ held, factors }) =>
    fc.record({
      factors: fc.constant(factors),
      vectors: fc.array(fc.integer({ min: -20, max: 20 }), {
        minLength: held * factors,
        maxLength: held * factors,
      }),
      entries: fc.uniqueArray(
        fc.record({ row: fc.nat(held - 1), signed: fc.integer({ min: -30, max: 60 }) }),
        { selector: ({ row }) => row },
      ),
      unobserved: fc.constantFrom(0, 0.05, 1),
      lambda: fc.constantFrom(0.1, 1),
    }),
  );

describe('the equations of one row', () => {
  it('are solved like their dense form in ml-matrix', () => {
    fc.assert(
      fc.property(problems, ({ factors, vectors, entries, unobserved, lambda }) => {
        const held = Float32Array.from(vectors, (value) => value / 10);
        const Y = vectorsOf(held, factors);
        const confidence = new Array<number>(Y.rows).fill(unobserved);
        const preferred = new Array<number>(Y.rows).fill(0);
        for (const { row, signed } of entries) {
          confidence[row] = Math.abs(signed);
          preferred[row] = Math.max(0, signed);
        }
        const A = Y.transpose().mmul(Matrix.diag(confidence)).mmul(Y).add(Matrix.eye(factors).mul(lambda));
        const b = Y.transpose().mmul(Matrix.columnVector(preferred));
        const row = {
          rows: Int32Array.from(entries, (entry) => entry.row),
          signed: Float64Array.from(entries, (entry) => entry.signed),
          lambda,
        };
        const solver = new RowSolver({ vectors: held, factors, stride: factors, first: 0 }, unobserved);
        const x = solver.solve(row);
        solve(A, b)
          .to1DArray()
          .forEach((value, f) => {
            expect(x?.[f]).toBeCloseTo(value, DIGITS);
          });
        const inverse = solve(A, Matrix.eye(factors));
        const near = Y.getRowVector(0).mmul(inverse).mmul(Y.transpose());
        const found = solver.similarities(row, 0);
        entries.forEach((entry, i) => {
          expect(found?.[i]).toBeCloseTo(near.get(0, entry.row), DIGITS);
        });
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  it('are refused as singular if A has an eigenvalue of 0 or below', () => {
    const held = Float32Array.of(1, 2, 3, 4, 5, 7);
    const one = { rows: Int32Array.of(1), signed: Float64Array.of(2), lambda: 0 };
    const solver = new RowSolver({ vectors: held, factors: 3, stride: 3, first: 0 }, 0);
    const A = Matrix.columnVector([4, 5, 7])
      .mmul(Matrix.rowVector([4, 5, 7]))
      .mul(2);
    expect(Math.min(...new EigenvalueDecomposition(A).realEigenvalues)).toBeLessThan(1e-9);
    expect(solver.solve(one)).toBeUndefined();
    expect(solver.similarities(one, 0)).toBeUndefined();
    // The state of one row does not affect the next.
    expect([...solver.solve({ ...one, lambda: 1 })!].map((value) => value.toFixed(6))).toEqual(
      [4, 5, 7].map((value) => ((2 * value) / (1 + 2 * (16 + 25 + 49))).toFixed(6)),
    );
  });
});
