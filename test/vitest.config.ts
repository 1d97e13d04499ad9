import { defineConfig } from 'vitest/config';

/** Tests that start kernels, servers and command lines, and set what the whole process shares. */
const PROCESSES = ['cli/**', 'notebook/jupyter/**', 'notebook/lab/**'];

export default defineConfig({
  test: {
    root: import.meta.dirname,
    // Kernels, workers and DuckDB are real processes and threads: one file at a time per core is plenty.
    setupFiles: 'support/seed.ts',
    pool: 'forks',
    maxWorkers: 2,
    // Limits end what hangs; how fast the machine is, and what else it does, fails no test.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'modules',
          include: ['**/*.test.ts'],
          exclude: ['e2e/**', ...PROCESSES],
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'processes', include: PROCESSES.map((folder) => `${folder}/*.test.ts`) },
      },
    ],
  },
});
