export {
  type HoldOutUsersOptions,
  holdOutUsers,
  type LeaveKOutOptions,
  leaveKOut,
  type RandomSplitOptions,
  randomSplit as random,
} from './random-splits.js';
export { enoughToJudge, type SampleUsersOptions, sampleUsers } from './sample-users.js';
export type { Split } from './split.js';
export {
  type SplitByTimeOptions,
  splitByTime as byTime,
  type TimedPlays,
  type TimeSplit,
} from './split-by-time.js';
