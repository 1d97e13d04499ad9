import { describe, expect, it } from 'vitest';
import {
  allocateMemory,
  allocateOwnMemory,
  MAXIMUM_BYTES,
  ReusedMemory,
} from '#listenlab/engine/kernels/memory.js';
import type { AnyWasmMemory } from '#listenlab/util/web-assembly.js';

describe.each([
  ['shared memory', allocateMemory],
  ['memory of one thread', allocateOwnMemory],
])('%s', (_, allocate) => {
  it('frees unreferenced memory by itself', async () => {
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

it.each<[string, (bytes: number) => AnyWasmMemory]>([
  ['shared', allocateMemory],
  ['of one thread', allocateOwnMemory],
])('reuses memory that is %s, zeroed, and allocates only if more is needed', (_, allocate) => {
  const reused = new ReusedMemory(allocate);
  const first = reused.take(100_000);
  new Uint8Array(first.buffer).fill(7);
  const second = reused.take(120_000);
  expect(second).toBe(first);
  expect(new Uint8Array(second.buffer, 0, 120_000).every((byte) => byte === 0)).toBe(true);
  const third = reused.take(1_000_000);
  expect(third).not.toBe(first);
  expect(third.buffer.byteLength).toBeGreaterThanOrEqual(1_000_000);
  expect(reused.take(10)).toBe(third);
  expect(() => reused.take(MAXIMUM_BYTES + 1)).toThrow('not enough memory for the 4.0 GiB that this needs');
});
