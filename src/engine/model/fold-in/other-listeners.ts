import type { TaskProgress, Watch } from '../../../util/work.js';
import type { Interactions } from '../../matrix/interactions.js';
import { type ModelParts, withoutLosses } from '../parts.js';
import type { Workings } from '../workings.js';
import { alignColumns } from './align-columns.js';
import { solveAll, usersToSolve } from './solve-rows.js';

/** The parts of a model of other users with the same artists; see `Model.withListeners`. */
export async function otherListeners(
  workings: Workings,
  { users, artists, byUser }: Interactions,
  watch: Watch<TaskProgress>,
): Promise<ModelParts> {
  const { parts, statistics } = workings;
  const plays = alignColumns(byUser, users, artists, parts.artists);
  const userFactors = await solveAll(usersToSolve(workings, plays, users), watch);
  return { ...withoutLosses(parts), users, userFactors, plays, statistics };
}
