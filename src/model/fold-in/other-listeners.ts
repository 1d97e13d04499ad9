import type { Interactions } from '../../matrix/interactions.js';
import { type ModelParts, withoutLosses } from '../parts.js';
import type { Workings } from '../workings.js';
import { alignColumns } from './align-columns.js';
import { solveUsers } from './solve-rows.js';

/** The parts of a model of other users with the same artists; see `Model.withListeners`. */
export function otherListeners(workings: Workings, { users, artists, byUser }: Interactions): ModelParts {
  const { parts, statistics } = workings;
  const plays = alignColumns(byUser, users, artists, parts.artists);
  const userFactors = solveUsers(workings, plays, users);
  return { ...withoutLosses(parts), users, userFactors, plays, statistics };
}
