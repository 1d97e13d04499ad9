import { expect, it } from 'vitest';
import { paced } from '#listenlab/engine/baselines/pace.js';

it('tells how long work takes in all once a first slice was measured', () => {
  let time = 1000;
  const notes: (string | undefined)[] = [];
  const tell = paced(
    'ranking pairs',
    60,
    ({ note }) => notes.push(note),
    () => time,
  );
  for (const [milliseconds, done] of [
    [100, 0.01],
    [250, 0.06],
    [1000, 0.25],
    [60_000, 6],
    [60_000, 50],
  ]) {
    time = 1000 + milliseconds;
    tell(done);
  }
  expect(notes).toEqual([
    undefined,
    'about 4 min in all',
    'about 4 min in all',
    'about 10 min in all',
    'about 70 s in all',
  ]);
});

it('has nothing to say about seconds', () => {
  let time = 0;
  const told: object[] = [];
  const tell = paced(
    'ranking pairs',
    4,
    (progress) => told.push(progress),
    () => time,
  );
  time = 1000;
  tell(1);
  expect(told).toEqual([{ task: 'ranking pairs', done: 1, total: 4 }]);
});
