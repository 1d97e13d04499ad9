import { expect, it } from 'vitest';
import { allocateMemory, allocateOwnMemory, MAXIMUM_BYTES } from '#listenlab/engine/wasm/memory.js';
import { ReusedMemory } from '#listenlab/engine/wasm/reused-memory.js';
import type { AnyWasmMemory } from '#listenlab/engine/wasm/web-assembly.js';

it.each<[string, (bytes: number) => AnyWasmMemory]>([
  ['shared', allocateMemory],
  ['of one thread', allocateOwnMemory],
])('gives memory that is %s again, zeroed, and a larger one only for more', (_, allocate) => {
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
  expect(() => reused.take(MAXIMUM_BYTES + 1)).toThrow('no room for the 4.0 GiB that this needs');
});
