import { describe, expect, it } from 'vitest';
import { gramOf } from '#listenlab/engine/model/equations/gram.js';
import { addSquares, type HeldVectors } from '#listenlab/engine/model/equations/held-vectors.js';
import { seededRandom } from '#listenlab/util/random.js';

function heldVectors(rows: number, factors: number, stride = factors, first = 0): HeldVectors {
  const random = seededRandom(1);
  const vectors = Float32Array.from({ length: rows * stride }, () => random.uniform() - 0.4);
  return { vectors, factors, stride, first };
}

/** As a row's equations add their few vectors. */
function added(held: HeldVectors): Float64Array {
  const { vectors, factors, stride } = held;
  const gram = new Float64Array(factors ** 2);
  const rows = Int32Array.from({ length: vectors.length / stride }, (_, row) => row);
  addSquares(gram, new Float64Array(4 * factors), held, rows, new Float64Array(rows.length).fill(1));
  return gram;
}

describe('the sum of the squares of all held vectors', () => {
  it.each([
    ['a multiple of four factors and rows', heldVectors(4096, 64)],
    ['one row more than a chunk', heldVectors(128 * 40 + 1, 33)],
    ['factors that fill no registers', heldVectors(20_003, 21)],
    ['the columns of one of several models', heldVectors(30_002, 18, 54, 36)],
    ['few vectors, which JavaScript adds', heldVectors(7, 5)],
  ])('has the bits of their sum in JavaScript: %s', (_, held) => {
    expect(gramOf(held)).toEqual(added(held));
  });

  it('is the sum of products', () => {
    const held = heldVectors(10_001, 30);
    const gram = gramOf(held);
    for (const [f, g] of [
      [0, 0],
      [29, 3],
      [17, 17],
    ]) {
      let sum = 0;
      for (let row = 0; row < 10_001; row++) sum += held.vectors[row * 30 + f] * held.vectors[row * 30 + g];
      expect(gram[f * 30 + g]).toBeCloseTo(sum, 8);
    }
  });
});
