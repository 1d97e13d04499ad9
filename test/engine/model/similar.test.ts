import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuantisedRows } from '#listenlab/engine/ranking/quantised-rows.js';
import { similarRows, similarToVector } from '#listenlab/engine/ranking/similar.js';
import { seededRandom } from '#listenlab/util/random.js';

interface Shape {
  seed: number;
  rows: number;
  factors: number;
  /** A common offset of all rows in one direction: the larger, the more similar they are. */
  common: number;
}

/**
 * Whole numbers times powers of two, among them rows of zeros, copies, and the tiniest and largest scales. Sums of
 * their products are exact in any order, so that cosines can be compared bit for bit and ties are real.
 */
function vectorsOf({ seed, rows, factors, common }: Shape): Float32Array {
  const random = seededRandom(seed);
  const direction = Array.from({ length: factors }, () => random.integer(2 * common + 1) - common);
  const vectors = new Float32Array(rows * factors);
  for (let row = 0; row < rows; row++) {
    const kind = random.uniform();
    const copied = random.integer(row + 1);
    const scale = 2 ** [0, 0, 0, -140, -30, 100][random.integer(6)];
    for (let f = 0; f < factors; f++) {
      const value = direction[f] + random.integer(41) - 20;
      if (kind > 0.1) vectors[row * factors + f] = scale * value;
      if (kind > 0.8) vectors[row * factors + f] = vectors[copied * factors + f];
    }
  }
  return vectors;
}

function dot(vectors: Float32Array, a: number, b: number, factors: number): number {
  let sum = 0;
  for (let f = 0; f < factors; f++) sum += vectors[a * factors + f] * vectors[b * factors + f];
  return sum;
}

/** Compares every row and sorts them all. */
function compareAll(vectors: Float32Array, factors: number, asked: number, count: number) {
  const norms = Array.from({ length: vectors.length / factors }, (_, row) =>
    Math.sqrt(dot(vectors, row, row, factors)),
  );
  const others = norms
    .map((norm, row) => ({ row, cosine: dot(vectors, asked, row, factors) / (norms[asked] * norm) }))
    .filter(({ row, cosine }) => row !== asked && !Number.isNaN(cosine))
    .map(({ row, cosine }) => ({ row, cosine: Math.max(-1, Math.min(1, cosine)) }))
    .sort((a, b) => b.cosine - a.cosine || a.row - b.row);
  const best = [{ row: asked, cosine: 1 }, ...others].slice(0, count);
  return { rows: best.map(({ row }) => row), scores: best.map(({ cosine }) => cosine) };
}

function find(quantised: QuantisedRows, asked: number, count: number) {
  const { rows, scores } = similarRows(quantised, asked, count);
  return { rows: [...rows], scores: [...scores] };
}

describe('rows similar to a new vector', () => {
  it('equal those found if it were the last row of the matrix, bit for bit', () => {
    const shape = fc.record({
      seed: fc.nat(),
      rows: fc.integer({ min: 2, max: 600 }),
      factors: fc.integer({ min: 1, max: 70 }),
      common: fc.constantFrom(0, 20),
    });
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 40 }), (one, count) => {
        const vectors = vectorsOf(one);
        const last = one.rows - 1;
        const others = new QuantisedRows(vectors.slice(0, last * one.factors), one.factors);
        const found = similarToVector(others, vectors.slice(last * one.factors), count);
        const expected = compareAll(vectors, one.factors, last, count + 1);
        expect([...found.rows]).toEqual(expected.rows.slice(1));
        expect([...found.scores]).toEqual(expected.scores.slice(1));
      }),
      { seed: 6, numRuns: 100 },
    );
  });
});

describe('similar rows', () => {
  const shape = fc.record({
    seed: fc.nat(),
    rows: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 250, max: 1500 })),
    factors: fc.integer({ min: 1, max: 130 }),
    common: fc.constantFrom(0, 20, 1000),
  });

  it('equal those found by comparing with every row, bit for bit', () => {
    fc.assert(
      fc.property(shape, fc.nat(), fc.integer({ min: 1, max: 40 }), (one, ask, count) => {
        const vectors = vectorsOf(one);
        const quantised = new QuantisedRows(vectors, one.factors);
        for (const asked of [ask % one.rows, (ask + 1) % one.rows]) {
          const expected = compareAll(vectors, one.factors, asked, count);
          expect(find(quantised, asked, count)).toEqual(expected);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('include all rows with a direction if more are requested than exist', () => {
    fc.assert(
      fc.property(shape, fc.nat(), (one, ask) => {
        const vectors = vectorsOf(one);
        const asked = ask % one.rows;
        const expected = compareAll(vectors, one.factors, asked, one.rows + 5);
        expect(find(new QuantisedRows(vectors, one.factors), asked, one.rows + 5)).toEqual(expected);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it('stay the same while quantised rows are being built and when all are kept', () => {
    const factors = 128;
    // Twelve megabytes of quantised rows, built in three scans.
    const vectors = vectorsOf({ seed: 3, rows: 90_001, factors, common: 20 });
    const quantised = new QuantisedRows(vectors, factors);
    const asked = 90_000;
    const expected = compareAll(vectors, factors, asked, 10);
    for (let time = 0; time < 5; time++) expect(find(quantised, asked, 10)).toEqual(expected);
  });

  it('never include non-finite rows, which are similar only to themselves', () => {
    const bad = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    fc.assert(
      fc.property(shape, fc.array(fc.nat(), { minLength: 1, maxLength: 9 }), (one, places) => {
        const vectors = vectorsOf(one);
        for (const place of places) vectors[place % vectors.length] = bad[place % bad.length];
        const quantised = new QuantisedRows(vectors, one.factors);
        const broken = new Set(places.map((place) => Math.floor((place % vectors.length) / one.factors)));
        for (const row of broken) expect(find(quantised, row, 5)).toEqual({ rows: [row], scores: [1] });
        const whole = Array.from({ length: one.rows }, (_, row) => row).find((row) => !broken.has(row));
        if (whole === undefined) return;
        expect(find(quantised, whole, one.rows)).toEqual(compareAll(vectors, one.factors, whole, one.rows));
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});
