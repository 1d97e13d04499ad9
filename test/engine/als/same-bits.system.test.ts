import { describe } from 'vitest';
import { itGivesTheSameBits } from './same-bits.js';

describe('training on threads', () => {
  itGivesTheSameBits({ cg: [1, 3, 6, 64], sor: [1, 6], cholesky: [1, 6, 130] });
});
