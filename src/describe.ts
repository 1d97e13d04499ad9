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
export { nameSettings as settings } from './engine/evaluate/settings/settings-comparison.js';
