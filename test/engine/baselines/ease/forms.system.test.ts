import { inverse, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { dualForm } from '#listenlab/engine/baselines/ease/dual.js';
import { gramOf, invertGram } from '#listenlab/engine/baselines/ease/invert-gram.js';
import { scoresLeftOut } from '#listenlab/engine/baselines/ease/leave-one-out.js';
import { KnownArtists } from '#listenlab/engine/baselines/ease/plays-of-known.js';
import { primalForm } from '#listenlab/engine/baselines/ease/primal.js';
import type { EaseForm } from '#listenlab/engine/baselines/ease/solution.js';
import { tunedLambda } from '#listenlab/engine/baselines/ease/tuned-lambda.js';
import { recommenderFor } from '#listenlab/engine/baselines/scored-recommender.js';
import { transpose } from '#listenlab/engine/matrix/csr.js';
import type { Interactions } from '#listenlab/engine/matrix/interactions.js';
import { dense, randomInteractions } from '../support.js';

const FITTING = { threads: 1 };

/** Double precision, in units of what is compared. */
const DOUBLE = 1e-9;

async function bothForms(
  interactions: Interactions,
): Promise<{ known: KnownArtists; x: Matrix; forms: EaseForm[] }> {
  const known = new KnownArtists(interactions.byUser, interactions.artists.size, 'log');
  const plays = known.weigh(interactions.byUser);
  const forms = [
    primalForm(interactions, known, plays, await gramOf(plays, FITTING)),
    dualForm(interactions, known, plays, await gramOf(transpose(plays), FITTING)),
  ];
  const x = new Matrix(plays.rows, plays.columns);
  for (let user = 0; user < plays.rows; user++) {
    for (let i = plays.indptr[user]; i < plays.indptr[user + 1]; i++) {
      x.set(user, plays.indices[i], plays.values[i]);
    }
  }
  return { known, x, forms };
}

/** B by its definition, of dense plays. */
function weightsBetween(x: Matrix, lambda: number): Matrix {
  const p = inverse(x.transpose().mmul(x).add(Matrix.eye(x.columns).mul(lambda)));
  const b = p.clone();
  for (let i = 0; i < x.columns; i++) {
    for (let j = 0; j < x.columns; j++) b.set(i, j, i === j ? 0 : -p.get(i, j) / p.get(j, j));
  }
  return b;
}

describe('the matrix inverse for EASE', () => {
  // Less than a panel, exactly one, and several with a remainder.
  it.each([1, 32, 33, 100])('of %d artists equals that of ml-matrix', async (artists) => {
    const interactions = randomInteractions(80, artists, 0.3, artists);
    const x = new Matrix(dense(interactions));
    const expected = inverse(x.transpose().mmul(x).add(Matrix.eye(artists).mul(3)));
    const [one, two] = await Promise.all(
      [1, 2].map(async (threads) => {
        const gram = await gramOf(interactions.byUser, { threads });
        // What an inversion leaves does not change the next.
        await invertGram(gram, 50, { threads });
        return await invertGram(gram, 3, { threads });
      }),
    );
    expect(two).toEqual(one);
    for (let i = 0; i < artists; i++) {
      for (let j = 0; j < artists; j++) {
        const scale = Math.sqrt(expected.get(i, i) * expected.get(j, j));
        expect(Math.abs(one[i * artists + j] - expected.get(i, j))).toBeLessThan(DOUBLE * scale);
      }
    }
  });
});

describe.each([
  ['more users than artists', 40, 25],
  ['more artists than users', 20, 33],
])('the forms of EASE, with %s', (_, users, artists) => {
  const interactions = randomInteractions(users, artists, 0.3, 2);

  it('find the same, that of dense matrices', async () => {
    const { x, forms } = await bothForms(interactions);
    const p = inverse(x.transpose().mmul(x).add(Matrix.eye(artists).mul(5)));
    const xp = x.mmul(p);
    for (const form of forms) {
      const { diagonal, projectInto } = await form.solve(5, FITTING);
      const row = new Float64Array(artists);
      for (let user = 0; user < users; user++) {
        projectInto(user, row);
        for (let j = 0; j < artists; j++) {
          expect(Math.abs(row[j] - xp.get(user, j))).toBeLessThan(DOUBLE);
          expect(Math.abs(diagonal[j] - p.get(j, j))).toBeLessThan(DOUBLE);
        }
      }
    }
  });

  it('score users, other listeners and similar artists by B', async () => {
    const { known, x, forms } = await bothForms(interactions);
    const b = weightsBetween(x, 5);
    const others = randomInteractions(7, artists, 0.2, 3);
    const theirs = known.weigh(others.byUser);
    for (const form of forms) {
      const knowledge = (await form.solve(5, FITTING)).knowledge();
      const model = await recommenderFor(interactions, knowledge, {});
      const scores = x.mmul(b);
      for (let user = 0; user < users; user++) {
        const found = model.recommendByIndex(user, { count: artists, includePlayed: true });
        expect(found.rows).toHaveLength(artists);
        found.rows.forEach((j, i) => void expect(found.scores[i]).toBeCloseTo(scores.get(user, j), 5));
      }
      const forOthers = await model.withListeners(others);
      for (let user = 0; user < 7; user++) {
        const found = forOthers.recommendByIndex(user, { count: artists, includePlayed: true });
        const y = new Float64Array(artists);
        for (let i = theirs.indptr[user]; i < theirs.indptr[user + 1]; i++)
          y[theirs.indices[i]] = theirs.values[i];
        found.rows.forEach((j, i) => {
          expect(found.scores[i]).toBeCloseTo(
            y.reduce((sum, plays, artist) => sum + plays * b.get(artist, j), 0),
            5,
          );
        });
      }
      const similar = model.similarArtistsByIndex(4, { count: artists });
      expect([similar.rows[0], similar.scores[0], similar.rows.length]).toEqual([4, 1, artists]);
      similar.rows.forEach((j, i) => {
        if (i > 0) expect(similar.scores[i]).toBeCloseTo(b.get(4, j), 5);
      });
    }
  });

  it('tell what a model of all other users would give a user', async () => {
    const { known, x, forms } = await bothForms(interactions);
    const plays = known.weigh(interactions.byUser);
    for (const form of forms) {
      const solution = await form.solve(5, FITTING);
      for (const user of [0, 7, users - 1]) {
        const others = x.clone().removeRow(user);
        const expected = x.getRowVector(user).mmul(weightsBetween(others, 5)).getRow(0);
        const scores = new Float64Array(artists);
        scoresLeftOut(solution, plays, user, scores);
        scores.forEach((score, j) => void expect(Math.abs(score - expected[j])).toBeLessThan(DOUBLE));
      }
    }
  });

  it('agree on lambda', async () => {
    const { known, forms } = await bothForms(interactions);
    const plays = known.weigh(interactions.byUser);
    const [primal, dual] = await Promise.all(forms.map((form) => tunedLambda(form, plays, FITTING)));
    expect(Math.abs(dual / primal - 1)).toBeLessThan(1e-6);
  });
});
