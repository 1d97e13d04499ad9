import { defineConfig } from 'vitest/config';

/** The whole path, as a user walks it: slower than the unit tests. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // While one waits for a browser or the start of a kernel, the other computes; no test measures time.
    pool: 'forks',
    maxWorkers: 2,
    // Limits end what hangs; how fast the machine is, and what else it does, fails no test.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
