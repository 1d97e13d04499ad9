import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    exclude: ['e2e/**'],
    // Kernels, workers and DuckDB are real processes and threads: one file at a time per core is plenty.
    pool: 'forks',
    maxWorkers: 2,
    // Limits end what hangs; how fast the machine is, and what else it does, fails no test.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
