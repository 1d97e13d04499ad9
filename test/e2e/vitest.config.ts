import { defineConfig } from 'vitest/config';

/** The whole path, as a user walks it: slower than the unit tests, and one at a time. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A page on a busy machine takes longer than the second that is waited for otherwise.
    expect: { poll: { timeout: 30_000 } },
  },
});
