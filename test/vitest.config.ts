import { defineConfig } from 'vitest/config';

/** Tests that start programs, servers, browsers or kernels, or compute for many seconds, say so by their name. */
const SYSTEM = '**/*.system.test.ts';
/** The whole path at its shortest. */
const SMOKE = 'smoke.test.ts';

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
        test: { name: 'fast', include: ['**/*.test.ts'], exclude: ['e2e/**', SYSTEM, SMOKE], isolate: false },
      },
      { extends: true, test: { name: 'smoke', include: [SMOKE] } },
      { extends: true, test: { name: 'system', include: [SYSTEM], exclude: ['e2e/**'] } },
    ],
  },
});
