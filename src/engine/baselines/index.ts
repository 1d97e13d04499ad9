export { baselines as all } from './baselines.js';
export { type EaseOptions, type EaseSettings, ease } from './ease/ease.js';
export type { EaseWeighting } from './ease/plays-of-known.js';
export { type SparseEaseOptions, type SparseEaseSettings, sparseEase } from './ease/sparse-ease.js';
export { type BprOptions, bpr } from './factorization/bpr.js';
export {
  type LogisticMatrixFactorizationOptions,
  type LogisticMatrixFactorizationSettings,
  logisticMatrixFactorization,
} from './factorization/logistic-matrix-factorization.js';
export { mostPlayed } from './most-played.js';
export {
  type ItemNeighboursOptions,
  type ItemNeighboursSettings,
  itemNeighbours,
} from './neighbours/item-neighbours.js';
export type { Damping } from './neighbours/neighbour-weights.js';
export { type Rp3betaOptions, type Rp3betaSettings, rp3beta } from './neighbours/rp3beta.js';
export {
  type UserNeighboursOptions,
  type UserNeighboursSettings,
  userNeighbours,
} from './neighbours/user-neighbours.js';
export { popularity } from './popularity.js';
