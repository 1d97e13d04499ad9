export { findLeaks, type Leak } from './find-leaks.js';
export { type HoldOutUsersOptions, holdOutUsers } from './hold-out-users.js';
export { type LastKOptions, lastK } from './last-k.js';
export type { FutureOptions, PastAndFuture } from './past-and-future.js';
export { playedArtists } from './played-artists.js';
export {
  type LeaveKOutOptions,
  leaveKOut,
  type RandomSplitOptions,
  randomSplit as random,
} from './random-splits.js';
export { enoughToJudge, type SampleUsersOptions, sampleUsers } from './sample-users.js';
export type { Split } from './split.js';
export { type SplitByTimeOptions, splitByTime as byTime, type TimeSplit } from './split-by-time.js';
