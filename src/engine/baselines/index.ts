export { baselines as all } from './baselines.js';
export { type BprOptions, bpr } from './bpr.js';
export { type EaseOptions, ease } from './ease.js';
export { type ItemNeighboursOptions, itemNeighbours } from './item-neighbours.js';
export {
  type LogisticMatrixFactorizationOptions,
  logisticMatrixFactorization,
} from './logistic-matrix-factorization.js';
export { popularity } from './popularity.js';
export type { ScoredRecommender } from './scored-recommender.js';
export { type UserNeighboursOptions, userNeighbours } from './user-neighbours.js';
