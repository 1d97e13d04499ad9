import { describe, expect, it } from 'vitest';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { Model } from '#listenlab/engine/model/model.js';
import { JUPYTER_DISPLAY } from '#listenlab/notebook/display/front-end.js';
import { TRY_TYPE } from '#listenlab/tuner/kernel/report.js';
import { tryIt } from '#listenlab/tuner/kernel/try-it.js';
import { tryAnswers } from '#listenlab/tuner/try-it/answers.js';
import { portableModel, restoreModel } from '#listenlab/tuner/try-it/portable-model.js';
import { quantiseFactors, restoreFactors } from '#listenlab/tuner/try-it/quantised-factors.js';
import { Desk } from '../data/explore/support.js';
import { HOSTILE, tastefulPlays } from './plays.js';

const trained = () => trainAls(tastefulPlays(), { factors: 6, iterations: 3, weighting: 'log', threads: 1 });

describe('a portable model', () => {
  it('has the artists by descending number of listeners, their rounded factors, and no users', async () => {
    const model = await trained();
    const portable = await portableModel(model, 1e6);
    expect(portable.listeners).toEqual([...portable.listeners].sort((a, b) => b - a));
    expect(new Set(portable.artists)).toEqual(new Set(model.artists.names));
    expect(JSON.stringify(portable)).not.toMatch(/user \d/);
    const rounded = restoreFactors(quantiseFactors(model));
    const { model: restored } = restoreModel(JSON.parse(JSON.stringify(portable)));
    portable.artists.forEach((artist, row) => {
      const at = 6 * model.artists.index(artist);
      expect(restored.artistFactors.subarray(6 * row, 6 * row + 6)).toEqual(rounded.subarray(at, at + 6));
    });
    const listeners = (artist: string) =>
      tastefulPlays().byUser.indices.filter((i) => i === model.artists.index(artist));
    expect(portable.listeners[0]).toBe(listeners(portable.artists[0]).length);
  });

  it.each([400, 700, 1100])(
    'leaves out the artists with the fewest listeners to fit in %i bytes',
    async (bytes) => {
      const model = await trained();
      const all = await portableModel(model, 1e6);
      const some = await portableModel(model, bytes);
      expect(some.artists).toEqual(all.artists.slice(0, some.artists.length));
      expect(some.ofArtists).toBe(40);
      const { artists, listeners, bytes: factors, scales } = some;
      const size = JSON.stringify({ artists, listeners, bytes: factors, scales }).length;
      expect(size).toBeLessThan(1.15 * bytes);
      expect(size).toBeGreaterThan(0.8 * bytes);
    },
  );
});

describe('answers without a kernel', () => {
  it('match the model, except for an occasional artist in ten', async () => {
    const desk = await Desk.make();
    const { dataset } = await desk.open('sample');
    const model = await trainAls(await dataset.interactions(), { iterations: 10 });
    await desk.close();
    const portable = await portableModel(model, 1e6);
    const answers = tryAnswers(portable);
    const shares = await Promise.all(
      model.artists.names.map(async (artist) => {
        const similar = model.similarArtists(artist, { count: 11 }).slice(1);
        const listener = model.foldIn([[artist, portable.typicalPlays]]);
        return [
          shared(similar, (await answers.similar(artist)).now),
          shared(listener.recommend({ count: 10 }), (await answers.recommend([artist])).now),
        ];
      }),
    );
    // The overlap documented for the sample, minus a margin for ten iterations.
    for (const kind of [0, 1]) {
      const mean = shares.reduce((sum, both) => sum + both[kind], 0) / shares.length;
      expect(mean).toBeGreaterThan(0.96);
      expect(mean).toBeLessThan(1);
    }
  });

  it('find artists by part of their name, and explain a recommendation', async () => {
    const answers = tryAnswers(await portableModel(await trained(), 1e6));
    expect((await answers.find('bjork')).names).toEqual([HOSTILE]);
    const { now } = await answers.recommend(['artist 1', 'artist 5']);
    expect(now).toHaveLength(10);
    expect(now[0].why?.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  });
});

describe('tryIt', () => {
  it('gives a page everything it needs, and other front ends a line of text', async () => {
    const model = await trained();
    const widget = await tryIt(model, { artist: 'ARTIST 1', likes: [HOSTILE], recommend: false });
    expect(widget[JUPYTER_DISPLAY]()).toEqual({
      [TRY_TYPE]: {
        artist: 'artist 1',
        likes: [HOSTILE],
        recommend: false,
        settings: 'weighting log, factors 6, iterations 3',
        model: await portableModel(model, 1e6),
      },
      'text/plain': '[try it yourself: 40 artists]',
    });
  });

  it('refuses what it cannot do', async () => {
    const model = await trained();
    const last = (await portableModel(model, 1e6)).artists[39];
    await expect(tryIt(model, { bytes: 700, artist: last })).rejects.toThrow(
      /has too few listeners to be among the \d+ artists that fit; allow more bytes/,
    );
    await expect(tryIt(model, { artist: 'artist 99' })).rejects.toThrow(/artist 99/);
    await expect(tryIt(model, { bytes: Number.NaN })).rejects.toThrow(
      'bytes is NaN; expected a number of 1 or more, or leave it out for 1000000',
    );
    await expect(tryIt(model, { bytes: 10 })).rejects.toThrow('no artist fits in 10 bytes; allow more');
    const byHand = new Model({ ...model, training: {} });
    await expect(tryIt(byHand)).rejects.toThrow(/training option regularization of the model is missing/);
  });
});

/** The share of one list that is in the other. */
function shared(list: readonly { artist: string }[], other: readonly { artist: string }[]): number {
  const names = new Set(other.map(({ artist }) => artist));
  return list.filter(({ artist }) => names.has(artist)).length / list.length;
}
