import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Idle, IdleSlot } from '#listenlab/engine/als/node/idle-slot.js';
import { trainOnThreads } from '#listenlab/engine/als/node/train.js';
import type { AlsOptions } from '#listenlab/engine/als/options.js';
import { Interactions } from '#listenlab/engine/matrix/interactions.js';
import type { Model } from '#listenlab/engine/model/model.js';
import { seededRandom } from '#listenlab/util/random.js';
import { bitsOf, named } from './matrices.js';

// Two stretches of users at 20 factors, so that some artists are popular; see popular-artists.system.test.ts.
const USERS = 14_000;
const ARTISTS = 12;

function listening(): Interactions {
  const random = seededRandom(3);
  const pairs = Array.from({ length: USERS * ARTISTS }, (_, pair) => pair).filter(
    (pair) => random.uniform() < 2 ** -(1 + (pair % ARTISTS)),
  );
  const users = pairs.map((pair) => Math.floor(pair / ARTISTS));
  const artists = pairs.map((pair) => pair % ARTISTS);
  return named(
    USERS,
    ARTISTS,
    users,
    artists,
    pairs.map((pair) => 1 + (pair % 30)),
  );
}

const plays = listening();
/** The same plays, on which nothing has been trained. */
const untouched = () => new Interactions(plays.users, plays.artists, plays.byUser);
const train = (interactions: Interactions, options: AlsOptions) =>
  trainOnThreads(interactions, { factors: 18, iterations: 2, alpha: 2, threads: 2, ...options }, {});

/** The same for models with the same bits. */
function everything({ userFactors, artistFactors, losses }: Model): string {
  const hash = createHash('sha256').update(bitsOf(userFactors)).update(bitsOf(artistFactors));
  return hash.update(JSON.stringify(losses ?? [])).digest('hex');
}

it('gives the bits of a first training after trainings with other options', async () => {
  const kept = untouched();
  const options: AlsOptions[] = [
    {},
    { seed: 7 },
    { regularization: 3, regularizationExponent: 0.5 },
    { computeLoss: true },
    { alpha: 5, computeLoss: true },
    { weighting: 'bm25' },
    { solver: 'cholesky' },
    { solver: 'sor' },
    { factors: 20 },
    { factors: 18, threads: 3 },
    {},
  ];
  for (const each of options) {
    const first = untouched();
    expect(everything(await train(kept, each)), JSON.stringify(each)).toBe(
      everything(await train(first, each)),
    );
    await first.release();
  }
  await kept.release();
});

it('gives the same bits to trainings that run at once', async () => {
  const kept = untouched();
  const [a, b, c] = await Promise.all([train(kept, {}), train(kept, { seed: 7 }), train(kept, {})]);
  const again = await train(kept, { seed: 7 });
  await kept.release();
  expect(everything(c)).toBe(everything(a));
  expect(everything(again)).toBe(everything(b));
});

it('trains as at first after a training that was aborted at any moment, with the same threads', async () => {
  const kept = untouched();
  const expected: AlsOptions[] = [{}, { seed: 7, computeLoss: true }, { alpha: 5 }, { factors: 20 }];
  const fresh = await Promise.all(expected.map((each) => train(untouched(), each)));
  const workshops = new Set<Idle>();
  for (let turns = 0; turns < 40; turns++) {
    const stop = new AbortController();
    const options = { ...expected[turns % 3], iterations: 50, signal: stop.signal };
    const training = train(kept, options);
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    stop.abort(new Error('enough'));
    await expect(training).rejects.toThrow('enough');
    const slot = kept.idle as IdleSlot;
    const workshop = slot.take() as Idle;
    workshops.add(workshop);
    slot.keep(workshop, 20_000);
    const which = (turns >> 1) % expected.length;
    expect(everything(await train(kept, expected[which])), `after ${turns} turns`).toBe(
      everything(fresh[which]),
    );
  }
  expect(workshops.size).toBe(1);
  await kept.release();
});

it('trains as at first after a training that was aborted between iterations, or failed', async () => {
  const expected = everything(await train(plays, {}));
  const stop = new AbortController();
  const onIteration = () => stop.abort(new Error('enough'));
  await expect(train(plays, { iterations: 50, signal: stop.signal, onIteration })).rejects.toThrow('enough');
  expect(everything(await train(plays, {}))).toBe(expected);
  await expect(train(plays, { regularization: 0, unobservedWeight: 0, alpha: 1e38 })).rejects.toThrow(
    'not finite',
  );
  expect(everything(await train(plays, {}))).toBe(expected);
  await plays.release();
});
