import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestProducts } from '#listenlab/engine/baselines/neighbours/best-products.js';
import { startBestProducts } from '#listenlab/engine/baselines/neighbours/best-products-job.js';
import {
  layOutComparison,
  writeComparison,
} from '#listenlab/engine/baselines/neighbours/best-products-layout.js';
import { productsOfFew } from '#listenlab/engine/baselines/neighbours/few-products.js';
import { allocateMemory } from '#listenlab/engine/kernels/memory.js';
import { compileKernel } from '#listenlab/engine/kernels/node/load-kernel.js';
import { allocateCsr, type CsrMatrix, csrFromTriplets, transpose } from '#listenlab/engine/matrix/csr.js';
import { seededRandom } from '#listenlab/util/random.js';

interface Kept {
  readonly count: number;
  readonly withoutItself: boolean;
}

/** Small whole numbers, so that many products are equal; a column is the fuller the lower its number. */
function randomMatrix(rows: number, columns: number, seed: number): CsrMatrix {
  const { uniform, integer } = seededRandom(seed);
  const entries: [row: number, column: number, value: number][] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (uniform() < 0.6 / (1 + column)) entries.push([row, column, 1 + integer(3)]);
    }
  }
  const part = (i: 0 | 1 | 2) => entries.map((entry) => entry[i]);
  return csrFromTriplets(rows, columns, part(0), part(1), part(2));
}

function denseRows({ rows, columns, indptr, indices, values }: CsrMatrix): Float64Array[] {
  return Array.from({ length: rows }, (_, row) => {
    const result = new Float64Array(columns);
    for (let i = indptr[row]; i < indptr[row + 1]; i++) result[indices[i]] = values[i];
    return result;
  });
}

/** All products of a row, the highest first and of equal ones the lowest row, cut after `count`; then by row. */
function bruteForce(left: CsrMatrix, right: CsrMatrix, { count, withoutItself }: Kept): [number, number][][] {
  const others = denseRows(right);
  return denseRows(left).map((row, itself) =>
    others
      .map((other, at): [number, number] => [at, other.reduce((sum, value, i) => sum + value * row[i], 0)])
      .filter(([at, product]) => product > 0 && !(withoutItself && at === itself))
      .sort(([rowA, a], [rowB, b]) => b - a || rowA - rowB)
      .slice(0, count)
      .sort(([a], [b]) => a - b),
  );
}

function rowsOf({ rows, indptr, indices, values }: CsrMatrix): [number, number][][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(indices.subarray(indptr[row], indptr[row + 1]), (column, i): [number, number] => [
      column,
      values[indptr[row] + i],
    ]),
  );
}

/** What one thread finds on the calling one, in blocks of so many rows. */
function inMemory(left: CsrMatrix, right: CsrMatrix, kept: Kept, blockRows: number): [number, number][][] {
  const sizeOf = ({ rows, indices }: CsrMatrix) => ({ rows, entries: indices.length });
  const { count } = kept;
  const sizes = {
    left: sizeOf(left),
    ...(right !== left && { right: sizeOf(right) }),
    columns: left.columns,
    count,
    threads: 1,
  };
  const layout = layOutComparison(sizes);
  const memory = allocateMemory(layout.totalBytes);
  writeComparison(memory.buffer, layout, { left, right, ...kept });
  const { indptr, indices, values } = allocateCsr(left.rows, right.rows, left.rows * count);
  const module = compileKernel('neighbours', 'simd');
  const found = { lengths: indptr.subarray(1), columns: indices, products: values };
  const run = startBestProducts({ kind: 'best products', module, memory, sizes, ...found }, 0);
  for (let strip = 0; strip < layout.strips; strip++) run({ strip });
  for (let from = 0; from < left.rows; from += blockRows) {
    run({ from, to: Math.min(left.rows, from + blockRows) });
  }
  return Array.from({ length: left.rows }, (_, row) =>
    Array.from({ length: found.lengths[row] }, (_, i): [number, number] => [
      indices[row * count + i],
      values[row * count + i],
    ]),
  );
}

describe('the best products of rows', () => {
  const sizes = fc.record({
    rows: fc.integer({ min: 1, max: 30 }),
    others: fc.integer({ min: 1, max: 30 }),
    columns: fc.integer({ min: 1, max: 20 }),
    count: fc.integer({ min: 1, max: 30 }),
    blockRows: fc.integer({ min: 1, max: 30 }),
    withoutItself: fc.boolean(),
    isItself: fc.boolean(),
    seed: fc.integer({ min: 1, max: 1e6 }),
  });

  it('are those of all products, of equal ones those of the lowest rows', () => {
    fc.assert(
      fc.property(sizes, ({ rows, others, columns, blockRows, isItself, seed, ...kept }) => {
        const left = randomMatrix(rows, columns, seed);
        const right = isItself ? left : randomMatrix(others, columns, seed + 1);
        expect(inMemory(left, right, kept, blockRows)).toEqual(bruteForce(left, right, kept));
      }),
      { numRuns: 200 },
    );
  });

  it('are found on the calling thread, too', () => {
    fc.assert(
      fc.property(sizes, ({ rows, others, columns, seed, ...kept }) => {
        const left = randomMatrix(rows, columns, seed);
        const right = randomMatrix(others, columns, seed + 1);
        const leftOut = Int32Array.from({ length: rows }, (_, row) => (kept.withoutItself ? row : -1));
        const found = productsOfFew(left, transpose(right), { count: kept.count, leftOut });
        expect(rowsOf(found)).toEqual(bruteForce(left, right, kept));
      }),
      { numRuns: 50 },
    );
  });

  // Strips have 16,384 rows. Of each, rows with the first column meet thousands, the last ten columns a few.
  const many = randomMatrix(40_000, 40, 1);
  const few = randomMatrix(8, 40, 2);
  const rare = csrFromTriplets(3, 40, [0, 1, 2], [30, 37, 38], [1, 2, 3]);

  it.each([
    { name: 'many others', left: few, right: many },
    { name: 'few of many others', left: rare, right: many },
    { name: 'few others', left: many, right: rare },
  ])('are found among $name', ({ left, right }) => {
    const kept = { count: 5, withoutItself: true };
    expect(inMemory(left, right, kept, 100)).toEqual(bruteForce(left, right, kept));
  });

  it('are the same on one, two and three threads', async () => {
    const compared = { left: few, right: many, count: 20, withoutItself: false };
    const [one, ...others] = await Promise.all(
      [1, 2, 3].map((threads) => bestProducts(compared, { threads })),
    );
    expect(rowsOf(one)).toEqual(bruteForce(few, many, compared));
    for (const other of others) expect(other).toEqual(one);
  });

  it('are refused where there is no room for as many', async () => {
    const empty = csrFromTriplets(300_000, 1, [], [], []);
    const compared = { left: empty, right: empty, count: 10_000, withoutItself: true };
    await expect(bestProducts(compared, { threads: 1 })).rejects.toThrow(
      /neighbours is 10,000 for 300,000 rows, which takes 44.7 GiB; ask for at most 894/,
    );
  });
});
