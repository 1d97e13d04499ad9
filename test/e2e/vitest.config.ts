import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.js';

/** The whole path as a user takes it: slower than the unit tests. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // While one file waits for a browser or a kernel, the others compute; no test measures time.
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Timeouts only stop what hangs; a slow or busy machine fails no test. Most take seconds, some 30 on a quiet machine;
    // those that take longer have a limit of their own.
    testTimeout: 240_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
