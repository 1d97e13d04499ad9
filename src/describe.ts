export {
  firstChoices,
  listLengths,
  playCounts,
  tail,
} from './data/explore/sentences.js';
export {
  best,
  change,
  confidence,
  explanation,
  failed,
  losses,
  matrix,
  nearest,
  recommended,
  type Scored,
} from './engine/describe.js';
export { difference, type NamedEvaluation } from './engine/evaluate/comparison/describe-difference.js';
export { groups } from './engine/evaluate/groups/describe-groups.js';
export { nameSettings as settings } from './engine/evaluate/settings/settings-comparison.js';
