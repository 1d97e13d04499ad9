export { baselines as all } from './baselines.js';
export { type BprOptions, bpr } from './bpr.js';
export { type EaseOptions, type EaseSettings, ease } from './ease.js';
export {
  type ItemNeighboursOptions,
  type ItemNeighboursSettings,
  itemNeighbours,
} from './item-neighbours.js';
export {
  type LogisticMatrixFactorizationOptions,
  type LogisticMatrixFactorizationSettings,
  logisticMatrixFactorization,
} from './logistic-matrix-factorization.js';
export { popularity } from './popularity.js';
export {
  type UserNeighboursOptions,
  type UserNeighboursSettings,
  userNeighbours,
} from './user-neighbours.js';
