import type { CsrMatrix } from '../../matrix/csr.js';
import type { Fitting } from '../fit-on-threads.js';
import { gramOf } from './invert-gram.js';
import { mostPopular, placesAmong, selectColumns } from './popular-columns.js';
import { solvePrimal } from './primal.js';
import { tunedLambda } from './tuned-lambda.js';

/**
 * {@link tunedLambda} for the most popular artists only, where the inverses of all would take too long.
 *
 * @param x (U x M) weighted plays
 */
export async function lambdaOfPopular(x: CsrMatrix, artists: number, fitting: Fitting): Promise<number> {
  const popular = mostPopular(x, artists);
  const theirs = selectColumns(x, placesAmong(popular, x.columns), popular.length);
  const gram = await gramOf(theirs, fitting);
  const solve = (lambda: number) => solvePrimal(theirs, gram, lambda, fitting);
  return await tunedLambda({ solve }, theirs, fitting);
}
