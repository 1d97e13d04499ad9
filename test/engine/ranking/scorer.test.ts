import { describe, expect, it } from 'vitest';
import type { CsrMatrix } from '#listenlab/engine/matrix/csr.js';
import { bestScored, type ScorerParts, scorerOf } from '#listenlab/engine/ranking/scorer.js';
import { seededRandom } from '#listenlab/util/random.js';
import { randomInteractions } from '../baselines/support.js';

const USERS = 12;
const ARTISTS = 40;
const LEFT_OUT = [0, 3, 4, 17, 39];

/** Small whole numbers, also below 0: scores are often alike, and sums are sometimes 0. */
function withSmallValues(matrix: CsrMatrix, seed: number): CsrMatrix {
  const random = seededRandom(seed);
  return { ...matrix, values: matrix.values.map(() => random.integer(5) - 2) };
}

/** Users who play a share of the artists, and weights between artists. */
function product(played: number, weighted: number): ScorerParts {
  const left = withSmallValues(randomInteractions(USERS, ARTISTS, played, 5).byUser, 7);
  const right = withSmallValues(randomInteractions(ARTISTS, ARTISTS, weighted, 6).byUser, 8);
  return { kind: 'product', left, right };
}

const random = seededRandom(3);
const PARTS: Readonly<Record<string, ScorerParts>> = {
  'few products': product(0.05, 0.05),
  'many products': product(0.5, 0.5),
  popularity: { kind: 'popularity', scores: Float64Array.from({ length: ARTISTS }, () => random.integer(6)) },
  factors: {
    kind: 'factors',
    factors: 2,
    userFactors: Float32Array.from({ length: USERS * 2 }, () => random.integer(3) - 1),
    artistFactors: Float32Array.from({ length: ARTISTS * 2 }, () => random.integer(3) - 1),
  },
};

describe.each(Object.entries(PARTS))('a scorer of %s', (_, parts) => {
  const scorer = scorerOf(parts);
  const scores = new Float64Array(ARTISTS);

  it('finds the best of all scores, again and again', () => {
    for (let user = 0; user < USERS; user++) {
      scorer.scoreInto(user, scores);
      for (const count of [1, 5, ARTISTS]) {
        for (const leftOut of [[], LEFT_OUT]) {
          const found = scorer.best(user, count, leftOut);
          const expected = bestScored(scores, count, leftOut);
          expect([...found.rows]).toEqual([...expected.rows]);
          expect([...found.scores]).toEqual([...expected.scores]);
        }
      }
    }
  });

  it('scores some artists as it scores all', () => {
    for (let user = 0; user < USERS; user++) {
      scorer.scoreInto(user, scores);
      const some = new Float64Array(ARTISTS).fill(99);
      scorer.scoreSomeInto(user, Int32Array.from(LEFT_OUT), some);
      for (const artist of LEFT_OUT) expect(some[artist]).toBe(scores[artist]);
    }
  });
});
