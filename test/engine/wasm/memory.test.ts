import { describe, expect, it } from 'vitest';
import { allocateMemory, allocateOwnMemory } from '#listenlab/engine/wasm/memory.js';

describe.each([
  ['shared memory', allocateMemory],
  ['memory of one thread', allocateOwnMemory],
])('%s', (_, allocate) => {
  it('is given back when nobody has it any more, without being asked', async () => {
    const bytes = 2 ** 26;
    const start = process.memoryUsage().rss;
    let most = 0;
    for (let i = 0; i < 24; i++) {
      new Uint8Array(allocate(bytes).buffer).fill(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      most = Math.max(most, process.memoryUsage().rss - start);
    }
    // All 24 together would be 1.5 GiB.
    expect(most).toBeLessThan(12 * bytes);
  });
});
