import { inTurns } from '../../../util/work.js';
import { allocateCsr, type CsrMatrix, transpose } from '../../matrix/csr.js';
import type { Interactions } from '../../matrix/interactions.js';
import { topK } from '../../ranking/top-k.js';
import type { Fitting } from '../fit-on-threads.js';
import { type ArtistKnowledge, itselfFirst } from '../scored-recommender.js';
import { type Gram, invertGram } from './invert-gram.js';
import type { KnownArtists } from './plays-of-known.js';
import { addMultiple } from './primal.js';
import type { EaseForm, EaseSolution } from './solution.js';

// Shapes: users U, artists I, of which M are known to EASE; X (U x M) their weighted plays; K (U x U) as below.

/**
 * The form with K = (XXt + lambda I)^-1, one row for each user, where they are fewer than the artists.
 *
 * By Woodbury's identity P = (I - XtKX) / lambda; let d_j = (XtKX)_jj. A row y of plays, of a user or of anybody else,
 * has the scores
 *
 *     (yB)_j = y_j - (yP)_j / p_jj = ((wX)_j - d_j y_j) / (1 - d_j)    with w = y Xt K,
 *
 * so that what scores artists is a row of U weights times X, and a correction for the artists that are played. A user
 * of the training has w_u = e_u - lambda K_u, as XXtK = I - lambda K.
 *
 * @param x (U x M)
 * @param gram (U x U) XXt
 */
export function dualForm(training: Interactions, known: KnownArtists, x: CsrMatrix, gram: Gram): EaseForm {
  const byArtist = transpose(x);
  return {
    async solve(lambda: number, fitting: Fitting): Promise<EaseSolution> {
      const inverse = await invertGram(gram, lambda, fitting);
      const kept = await keptOf(byArtist, inverse, fitting);
      return {
        lambda,
        diagonal: kept.map((share) => share / lambda),
        projectInto(user, row) {
          const { indptr, indices, values } = byArtist;
          const weights = inverse.subarray(user * x.rows, (user + 1) * x.rows);
          for (let artist = 0; artist < row.length; artist++) {
            const end = indptr[artist + 1];
            let sum = 0;
            for (let i = indptr[artist]; i < end; i++) sum += weights[indices[i]] * values[i];
            row[artist] = sum;
          }
        },
        knowledge: () => knowledgeOf({ training, known, x, byArtist, inverse, lambda, kept }),
      };
    },
  };
}

/** (M) 1 - d_j */
async function keptOf(byArtist: CsrMatrix, inverse: Float64Array, fitting: Fitting): Promise<Float64Array> {
  const { indptr, indices, values } = byArtist;
  const kept = new Float64Array(byArtist.rows);
  await inTurns('weighing artists', byArtist.rows, fitting, (artist) => {
    let sum = 0;
    for (let a = indptr[artist]; a < indptr[artist + 1]; a++) {
      const row = indices[a] * byArtist.columns;
      // K is symmetric: what lies on one side of its diagonal counts twice.
      let inner = 0;
      for (let b = indptr[artist]; b < a; b++) inner += inverse[row + indices[b]] * values[b];
      sum += values[a] * (2 * inner + inverse[row + indices[a]] * values[a]);
    }
    kept[artist] = 1 - sum;
  });
  return kept;
}

interface Solved {
  readonly training: Interactions;
  readonly known: KnownArtists;
  readonly x: CsrMatrix;
  readonly byArtist: CsrMatrix;
  readonly inverse: Float64Array;
  readonly lambda: number;
  readonly kept: Float64Array;
}

function knowledgeOf(solved: Solved): ArtistKnowledge {
  const { training, known, x, byArtist, kept } = solved;
  const right = scoringMatrix(solved);
  return {
    artists: training.artists,
    async scorerParts(listeners, watch) {
      const theirs = known.weigh(listeners.byUser);
      const weights = new Float64Array(x.rows);
      const left = allocateLeft(theirs, x.rows);
      await inTurns('folding in listeners', theirs.rows, watch, (row) => {
        if (listeners === training) weightsOfUser(solved, row, weights);
        else weightsOf(solved, theirs, row, weights);
        fillRow(left, row, weights, theirs);
      });
      return { kind: 'product', left, right };
    },
    similarArtists(artist, count) {
      const column = known.columnOf(artist);
      if (column < 0)
        return itselfFirst(
          artist,
          1,
          topK(0, 0, () => undefined),
          count,
        );
      const weights = new Float64Array(x.rows);
      for (let i = byArtist.indptr[column]; i < byArtist.indptr[column + 1]; i++) {
        addMultiple(weights, byArtist.values[i], solved.inverse, byArtist.indices[i] * x.rows);
      }
      const { rows, scores } = topK(byArtist.rows, count, (other) => {
        if (other === column) return undefined;
        let sum = 0;
        for (let i = byArtist.indptr[other]; i < byArtist.indptr[other + 1]; i++) {
          sum += weights[byArtist.indices[i]] * byArtist.values[i];
        }
        return sum / kept[other];
      });
      return itselfFirst(artist, 1, { rows: rows.map((i) => known.rows[i]), scores }, count);
    },
  };
}

/** ((U + M) x I) what the weights of users and the played artists are multiplied by: X / (1 - d) above -d / (1 - d). */
function scoringMatrix({ training, known, x, kept }: Solved): CsrMatrix {
  const entries = x.indices.length;
  const result = allocateCsr(x.rows + x.columns, training.artists.size, entries + x.columns);
  result.indptr.set(x.indptr);
  for (let i = 0; i < entries; i++) {
    result.indices[i] = known.rows[x.indices[i]];
    result.values[i] = x.values[i] / kept[x.indices[i]];
  }
  for (let j = 0; j < x.columns; j++) {
    result.indices[entries + j] = known.rows[j];
    result.values[entries + j] = 1 - 1 / kept[j];
    result.indptr[x.rows + j + 1] = entries + j + 1;
  }
  return result;
}

/** (rows x (U + M)) room for U weights and the plays of each row. */
function allocateLeft(plays: CsrMatrix, users: number): CsrMatrix {
  return allocateCsr(plays.rows, users + plays.columns, plays.rows * users + plays.indices.length);
}

function fillRow(left: CsrMatrix, row: number, weights: Float64Array, plays: CsrMatrix): void {
  let next = left.indptr[row];
  for (let user = 0; user < weights.length; user++) {
    left.indices[next] = user;
    left.values[next++] = weights[user];
  }
  for (let i = plays.indptr[row]; i < plays.indptr[row + 1]; i++) {
    left.indices[next] = weights.length + plays.indices[i];
    left.values[next++] = plays.values[i];
  }
  left.indptr[row + 1] = next;
}

/** e_u - lambda K_u */
function weightsOfUser({ inverse, lambda }: Solved, user: number, weights: Float64Array): void {
  const users = weights.length;
  for (let other = 0; other < users; other++) weights[other] = -lambda * inverse[user * users + other];
  weights[user] += 1;
}

/** y Xt K */
function weightsOf(
  { byArtist, inverse }: Solved,
  plays: CsrMatrix,
  row: number,
  weights: Float64Array,
): void {
  const users = weights.length;
  const shared = new Float64Array(users);
  for (let i = plays.indptr[row]; i < plays.indptr[row + 1]; i++) {
    const artist = plays.indices[i];
    for (let j = byArtist.indptr[artist]; j < byArtist.indptr[artist + 1]; j++) {
      shared[byArtist.indices[j]] += plays.values[i] * byArtist.values[j];
    }
  }
  weights.fill(0);
  for (let user = 0; user < users; user++) {
    if (shared[user] !== 0) addMultiple(weights, shared[user], inverse, user * users);
  }
}
