import type { GroupCoverage } from './group-coverage.js';
import type { GroupPopularity } from './group-popularity.js';
import type { GroupQuality } from './group-quality.js';

/** What the evaluation says of one group of users. */
export interface GroupRow extends GroupQuality, GroupCoverage, GroupPopularity {
  /** Its name. */
  readonly group: string;
  /** `plays`: by what users are known to play; `others`: several small groups together; `not given`: users without a group. */
  readonly kind: 'named' | 'plays' | 'others' | 'not given';
  /** How many were evaluated. */
  readonly users: number;
}
