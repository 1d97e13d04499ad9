import { describe, expect, it } from 'vitest';
import { seededRandom } from '#listenlab/util/random.js';
import { builds } from '../../als/implementations.js';
import { named } from '../../als/matrices.js';
import { bprInMemory, logisticInMemory } from './in-memory.js';

const STEP = 1e-4;

/** A gradient step is rounded to float32, and the error of a central difference over 2 STEP is of the order of its square. */
const TOLERANCE = 1e-4;

function randomVectors(length: number, seed: number): Float32Array {
  const { normal } = seededRandom(seed);
  return Float32Array.from({ length }, normal);
}

/** The partial derivative of a function with respect to one of its values. */
function slope(of: (values: Float64Array) => number, at: Float32Array, i: number): number {
  const moved = (by: number) => {
    const values = Float64Array.from(at);
    values[i] += by;
    return of(values);
  };
  return (moved(STEP) - moved(-STEP)) / (2 * STEP);
}

function dot(x: ArrayLike<number>, from: number, y: ArrayLike<number>, to: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += x[from + i] * y[to + i];
  return sum;
}

function squares(values: ArrayLike<number>): number {
  return dot(values, 0, values, 0, values.length);
}

const logSigmoid = (x: number) => -Math.log1p(Math.exp(-x));

describe.each(builds)('one BPR sample of the %s build', (build) => {
  // 3 and the bias fill a register of the kernel; with 4, zeros fill up a second.
  it.each([3, 4])(
    'of %d factors follows the gradient of ln sigmoid(x.(y - z)) minus the penalty',
    (factors) => {
      // Two users with one artist each: for any sampled pair, the other artist is the negative, or the sample is skipped.
      const plays = named(2, 2, [0, 1], [0, 1], [1, 1]).byUser;
      const [stride, learningRate, regularization] = [factors + 1, 0.5, 0.2];
      const before = randomVectors(4 * stride, 1);
      before[factors] = 1;
      before[stride + factors] = 1;
      const fit = bprInMemory(plays, { build, factors, learningRate, regularization }, before);
      let all = before;
      let steps = 0;
      // An iteration has a sample for each of the two pairs: until one of them alone is not skipped.
      for (let seed = 1; steps !== 1; seed++) {
        fit.reset();
        fit.learn(seed);
        all = fit.vectors();
        steps = [0, stride].filter((from) => all[from] !== before[from]).length;
      }
      const userFactors = all.subarray(0, 2 * stride);
      const user = userFactors[0] === before[0] ? 1 : 0;
      const objective = (values: Float64Array) => {
        const difference =
          dot(values, user * stride, values, (2 + user) * stride, stride) -
          dot(values, user * stride, values, (3 - user) * stride, stride);
        return logSigmoid(difference) - (regularization / 2) * squares(values);
      };
      const other = 1 - user;
      for (let i = 0; i < all.length; i++) {
        const still = i < 2 * stride && (Math.floor(i / stride) === other || i % stride === factors);
        const expected = still ? 0 : learningRate * slope(objective, before, i);
        expect(Math.abs(all[i] - before[i] - expected)).toBeLessThan(TOLERANCE);
      }
    },
  );
});

describe.each(builds)('one step of logistic matrix factorization in the %s build', (build) => {
  const plays = named(1, 3, [0, 0], [0, 2], [3, 0.5]).byUser;
  const [stride, regularization] = [4, 0.6];
  const artists = randomVectors(3 * stride, 2);

  function stepped(negatives: number): { before: Float32Array; after: Float32Array; squares: Float32Array } {
    const before = randomVectors(stride, 3);
    before[2] = 1;
    const settings = { build, factors: stride - 2, learningRate: 0.1, regularization, negatives };
    return { before, ...logisticInMemory(plays, settings, before, artists) };
  }

  it('adds the squared gradient of the weighted log likelihood minus the penalty to its sums', () => {
    const { before, after, squares: sums } = stepped(0);
    const objective = (x: Float64Array) =>
      3 * logSigmoid(dot(x, 0, artists, 0, stride)) +
      0.5 * logSigmoid(dot(x, 0, artists, 2 * stride, stride)) -
      (regularization / 2) * squares(x);
    for (let f = 0; f < stride; f++) {
      const expected = slope(objective, before, f);
      expect(Math.abs(sums[f] / expected ** 2 - 1)).toBeLessThan(TOLERANCE);
      // The first step of Adagrad has the length of the learning rate for any gradient; the constant factor 1 stays.
      const step = f === 2 ? 0 : 0.1 * Math.sign(expected);
      expect(Math.abs(after[f] - before[f] - step)).toBeLessThan(TOLERANCE);
    }
  });

  it('treats sampled pairs as not preferred, at most factors + 2 of them', () => {
    // Both artists can be sampled, any number of times each, up to four in total.
    const { before, squares: sums } = stepped(30);
    const objective = (first: number) => (x: Float64Array) =>
      3 * logSigmoid(dot(x, 0, artists, 0, stride)) +
      0.5 * logSigmoid(dot(x, 0, artists, 2 * stride, stride)) +
      first * logSigmoid(-dot(x, 0, artists, 0, stride)) +
      (stride - first) * logSigmoid(-dot(x, 0, artists, 2 * stride, stride)) -
      (regularization / 2) * squares(x);
    const fits = Array.from({ length: stride + 1 }, (_, first) =>
      sums.every((sum, f) => Math.abs(sum / slope(objective(first), before, f) ** 2 - 1) < TOLERANCE),
    );
    expect(fits.filter(Boolean)).toHaveLength(1);
  });
});
