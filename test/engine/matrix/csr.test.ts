import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csrFromTriplets, transpose } from '#listenlab/engine/matrix/csr.js';

const triplets = fc.uniqueArray(
  fc.record({
    row: fc.integer({ min: 0, max: 6 }),
    column: fc.integer({ min: 0, max: 8 }),
    value: fc.integer({ min: 1, max: 1000 }),
  }),
  { selector: (entry) => entry.row * 9 + entry.column },
);

function build(entries: { row: number; column: number; value: number }[]) {
  return csrFromTriplets(
    7,
    9,
    entries.map((entry) => entry.row),
    entries.map((entry) => entry.column),
    entries.map((entry) => entry.value),
  );
}

describe('a CSR matrix', () => {
  it('stores the entries of a small example in row order', () => {
    const matrix = csrFromTriplets(2, 3, [1, 0, 1], [2, 1, 0], [30, 10, 20]);
    expect([...matrix.indptr]).toEqual([0, 1, 3]);
    expect([...matrix.indices]).toEqual([1, 0, 2]);
    expect([...matrix.values]).toEqual([10, 20, 30]);
  });

  it('equals the transpose of its transpose', () => {
    fc.assert(
      fc.property(triplets, (entries) => {
        const matrix = build(entries);
        expect(transpose(transpose(matrix))).toEqual(matrix);
      }),
      { seed: 1 },
    );
  });

  it('keeps every triplet, with ascending columns within a row', () => {
    fc.assert(
      fc.property(triplets, (entries) => {
        const { indptr, indices, values } = build(entries);
        const sorted = [...entries].sort((a, b) => a.row - b.row || a.column - b.column);
        expect([...indices]).toEqual(sorted.map((entry) => entry.column));
        expect([...values]).toEqual(sorted.map((entry) => entry.value));
        sorted.forEach((entry, i) => {
          expect(i).toBeGreaterThanOrEqual(indptr[entry.row]);
          expect(i).toBeLessThan(indptr[entry.row + 1]);
        });
      }),
      { seed: 2 },
    );
  });

  it('keeps empty rows and columns, and may have no entries at all', () => {
    const matrix = csrFromTriplets(3, 2, [1], [0], [5]);
    expect([...matrix.indptr]).toEqual([0, 0, 1, 1]);
    expect([...transpose(matrix).indptr]).toEqual([0, 1, 1]);
    const empty = csrFromTriplets(0, 0, [], [], []);
    expect([...empty.indptr]).toEqual([0]);
    expect(transpose(empty)).toEqual(empty);
  });

  it('can use shared memory, and so can its transpose', () => {
    const matrix = csrFromTriplets(1, 1, [0], [0], [1]);
    for (const { indptr, indices, values } of [matrix, transpose(matrix)]) {
      for (const array of [indptr, indices, values]) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });
});
