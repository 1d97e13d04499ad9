export { solveByCholesky } from './cholesky';
export { solveByConjugateGradient } from './conjugate-gradient';
export { sumGramChunk, sumGramRow } from './gram';
export { sumPenalty, sumRowLoss } from './loss';
export { addStretch, beginRows, endRows, turnRows } from './popular-rows';
export { rotateRows } from './rotate';

// What the host calls. Pointers and sizes only: every buffer lies where the host's layout put it, nothing is
// allocated, nothing but the memory is imported.
