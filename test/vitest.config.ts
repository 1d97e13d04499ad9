import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    exclude: ['e2e/**'],
    // Kernels, workers and DuckDB are real processes and threads: one file at a time per core is plenty.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
