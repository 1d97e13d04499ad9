import { seededRandom } from '../../../util/random.js';
import { type CsrMatrix, rowOfEntries } from '../../matrix/csr.js';

/** Shapes: users U, artists I, factors F, stride K = F + 1: the last factor is the artist's bias. */
export interface BprJob {
  readonly kind: 'bpr';
  /** (U x I) */
  readonly plays: CsrMatrix;
  readonly factors: number;
  readonly learningRate: number;
  readonly regularization: number;
  readonly seed: number;
  /** (U x K) row-major, the last column 1 */
  readonly userFactors: Float32Array;
  /** (I x K) row-major */
  readonly artistFactors: Float32Array;
}

/** How many samples to draw. */
interface BprTask {
  readonly samples: number;
}

/**
 * What the single thread of a {@link BprJob} does. A sample is a pair (u, i) with plays and another pair's artist j: so
 * artists are drawn in proportion to their listeners, as in the library implicit; if u plays j, too, the sample is
 * skipped. The step is that of stochastic gradient ascent (Rendle, Freudenthaler, Gantner and Schmidt-Thieme 2009,
 * "BPR: Bayesian personalized ranking from implicit feedback", figure 4 and section 4.3.1).
 */
export function startBpr(job: BprJob): (task: BprTask) => void {
  const { plays } = job;
  const random = seededRandom(job.seed);
  const users = rowOfEntries(plays);
  return ({ samples }) => {
    for (let n = 0; n < samples; n++) {
      const liked = random.integer(users.length);
      const other = plays.indices[random.integer(users.length)];
      if (!hasPlays(plays, users[liked], other)) learn(job, users[liked], plays.indices[liked], other);
    }
  };
}

function learn(job: BprJob, user: number, liked: number, other: number): void {
  const { factors, learningRate, regularization, userFactors: x, artistFactors: y } = job;
  const stride = factors + 1;
  const u = user * stride;
  const i = liked * stride;
  const j = other * stride;
  let difference = y[i + factors] - y[j + factors];
  for (let f = 0; f < factors; f++) difference += x[u + f] * (y[i + f] - y[j + f]);
  const z = 1 / (1 + Math.exp(difference));
  for (let f = 0; f < factors; f++) {
    const xu = x[u + f];
    const yi = y[i + f];
    const yj = y[j + f];
    x[u + f] += learningRate * (z * (yi - yj) - regularization * xu);
    y[i + f] += learningRate * (z * xu - regularization * yi);
    y[j + f] += learningRate * (-z * xu - regularization * yj);
  }
  y[i + factors] += learningRate * (z - regularization * y[i + factors]);
  y[j + factors] += learningRate * (-z - regularization * y[j + factors]);
}

/** Whether a row has this column; its columns are ascending. */
function hasPlays({ indptr, indices }: CsrMatrix, row: number, column: number): boolean {
  let low = indptr[row];
  let high = indptr[row + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (indices[middle] < column) low = middle + 1;
    else high = middle;
  }
  return low < indptr[row + 1] && indices[low] === column;
}
