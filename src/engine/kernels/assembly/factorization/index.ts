export { arrangeUsers, fillPool, learnStratum } from './bpr';
export { stepRows } from './logistic';

// What the host calls, as in ../als/index.ts. Pointers and sizes only.
