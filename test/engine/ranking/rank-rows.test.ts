import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Catalogue } from '#listenlab/engine/ranking/catalogue.js';
import { type Question, rankRows, similarRows } from '#listenlab/engine/ranking/rank-rows.js';
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

function find(quantised: Catalogue, asked: number, count: number) {
  const { rows, scores } = similarRows(quantised, asked, count);
  return { rows: [...rows], scores: [...scores] };
}

describe('a catalogue that was prepared', () => {
  it.each([1, 15, 5000])('has the answers of one that was not, with %i rows', async (rows) => {
    const [factors, shape] = [20, { seed: 3, rows, factors: 20, common: 5 }];
    const vectors = vectorsOf(shape);
    const prepared = new Catalogue(vectors, factors);
    await prepared.prepare();
    const asked = new Catalogue(vectors, factors);
    similarRows(asked, 0, 3);
    await asked.prepare();
    for (let row = 0; row < rows; row += 499) {
      const question: Question = {
        vector: vectors.subarray(row * factors, (row + 1) * factors),
        by: 'product',
        count: 7,
      };
      const expected = rankRows(new Catalogue(vectors, factors), question);
      expect(rankRows(prepared, question)).toEqual(expected);
      expect(rankRows(asked, question)).toEqual(expected);
    }
  });

  it('stops where it is told to', async () => {
    const catalogue = new Catalogue(new Float32Array(40).fill(1), 20);
    await expect(catalogue.prepare(AbortSignal.abort())).rejects.toThrow('abort');
  });
});

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
        const others = new Catalogue(vectors.slice(0, last * one.factors), one.factors);
        const found = rankRows(others, { vector: vectors.slice(last * one.factors), by: 'cosine', count });
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
        const quantised = new Catalogue(vectors, one.factors);
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
        expect(find(new Catalogue(vectors, one.factors), asked, one.rows + 5)).toEqual(expected);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it('stay the same while quantised rows are being built and when all are kept', () => {
    const factors = 128;
    // Twelve megabytes of quantised rows, built in three scans.
    const vectors = vectorsOf({ seed: 3, rows: 90_001, factors, common: 20 });
    const quantised = new Catalogue(vectors, factors);
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
        const quantised = new Catalogue(vectors, one.factors);
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

describe('rows by their products with a vector', () => {
  const shape = fc.record({
    seed: fc.nat(),
    rows: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 250, max: 1500 })),
    factors: fc.integer({ min: 1, max: 130 }),
    common: fc.constantFrom(0, 20, 1000),
  });

  /** Every row multiplied, filtered, divided and sorted. */
  function multiplyAll(vectors: Float32Array, factors: number, { vector, count, ...question }: Question) {
    const { leftOut = [], allowed, divisors } = question;
    const left = new Set(Array.from(leftOut));
    const both = new Float32Array(vectors.length + factors);
    both.set(vectors);
    both.set(vector, vectors.length);
    const rows = vectors.length / factors;
    const best = Array.from({ length: rows }, (_, row) => ({ row, product: dot(both, rows, row, factors) }))
      .filter(({ row }) => !left.has(row) && allowed?.[row] !== 0)
      .map(({ row, product }) => {
        const divisor = divisors?.[row] ?? 1;
        return { row, score: product > 0 ? product / divisor : product * divisor };
      })
      .sort((a, b) => b.score - a.score || a.row - b.row)
      .slice(0, vector.some((value) => value !== 0) ? count : 0);
    return { rows: best.map(({ row }) => row), scores: best.map(({ score }) => score) };
  }

  const question = fc.record({
    ask: fc.nat(),
    negative: fc.boolean(),
    count: fc.integer({ min: 1, max: 40 }),
    keep: fc.constantFrom(undefined, 0.02, 0.9),
    left: fc.constantFrom(0, 0.3),
    divided: fc.boolean(),
  });

  function check(
    one: Shape,
    { ask, negative, count, keep, left, divided }: typeof question extends fc.Arbitrary<infer T> ? T : never,
  ) {
    const vectors = vectorsOf(one);
    const row = ask % one.rows;
    const random = seededRandom(one.seed);
    const vector = vectors.slice(row * one.factors, (row + 1) * one.factors);
    const asked: Question = {
      vector: negative ? vector.map((value) => -value) : vector,
      by: 'product',
      count,
      leftOut: Array.from({ length: one.rows }, (_, i) => i).filter(() => random.uniform() < left),
      allowed: keep && Uint8Array.from({ length: one.rows }, () => (random.uniform() < keep ? 1 : 0)),
      divisors: divided
        ? Float64Array.from({ length: one.rows }, () => 1 + 999 * random.uniform() ** 3)
        : undefined,
    };
    const catalogue = new Catalogue(vectors, one.factors);
    const expected = multiplyAll(vectors, one.factors, asked);
    for (let time = 0; time < 2; time++) {
      const { rows, scores } = rankRows(catalogue, asked);
      expect([...rows]).toEqual(expected.rows);
      expect([...scores].map((score) => score + 0)).toEqual(expected.scores.map((score) => score + 0));
    }
  }

  it('are those that multiplying with every row finds, to the bit, whatever is left out or divided', () => {
    fc.assert(fc.property(shape, question, check), { seed: 7, numRuns: 200 });
  });

  it('are the same where WebAssembly is not allowed, and so are similar rows', () => {
    const refused = vi.spyOn(WebAssembly, 'Module').mockImplementation(() => {
      throw new Error('refused by Content-Security-Policy');
    });
    try {
      fc.assert(fc.property(shape, question, check), { seed: 8, numRuns: 30 });
      const vectors = vectorsOf({ seed: 9, rows: 300, factors: 20, common: 20 });
      const catalogue = new Catalogue(vectors, 20);
      for (let row = 0; row < 300; row += 7) {
        expect(find(catalogue, row, 10)).toEqual(compareAll(vectors, 20, row, 10));
      }
      expect(refused).toHaveBeenCalled();
    } finally {
      refused.mockRestore();
    }
  });
});
