import { expect, it } from 'vitest';
import { IdleSlot } from '#listenlab/engine/als/node/idle-slot.js';

function thing() {
  const made = { closed: 0, close: async () => void made.closed++ };
  return made;
}

it('gives what it keeps to one who takes it', () => {
  const slot = new IdleSlot();
  const kept = thing();
  slot.keep(kept, 60_000);
  expect(slot.take()).toBe(kept);
  expect(slot.take()).toBeUndefined();
  expect(kept.closed).toBe(0);
});

it('closes what is replaced and what is released', async () => {
  const slot = new IdleSlot();
  const [first, second] = [thing(), thing()];
  slot.keep(first, 60_000);
  slot.keep(second, 60_000);
  expect([first.closed, second.closed]).toEqual([1, 0]);
  await slot.release();
  await slot.release();
  expect([first.closed, second.closed]).toEqual([1, 1]);
  expect(slot.take()).toBeUndefined();
});

it('closes by itself what nobody takes, and not what somebody took', async () => {
  const slot = new IdleSlot();
  const [taken, left] = [thing(), thing()];
  slot.keep(taken, 1);
  slot.take();
  slot.keep(left, 1);
  await expect.poll(() => left.closed).toBe(1);
  expect(taken.closed).toBe(0);
});
