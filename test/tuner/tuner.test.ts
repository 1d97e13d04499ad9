import { describe, expect, it } from 'vitest';
import { JUPYTER_DISPLAY } from '#listenlab/notebook/display/front-end.js';
import { TUNER_TYPE } from '#listenlab/tuner/kernel/report.js';
import { tuner } from '#listenlab/tuner/kernel/tuner.js';
import { ORIGINAL_RECIPE } from '#listenlab/tuner/session/messages.js';
import { packInteractions } from '#listenlab/tuner/subset/pack.js';
import { chooseSubset } from '#listenlab/tuner/subset/subset.js';
import { HOSTILE, tastefulPlays } from './plays.js';

const interactions = tastefulPlays();

describe('tuner', () => {
  it('returns the values of its knobs, and without a front end everything a page needs', async () => {
    const panel = await tuner(interactions, {
      plays: 200,
      title: 'Taste',
      options: { alpha: 2 },
      best: { weighting: 'log' },
      artist: 'ARTIST 1',
      likes: [HOSTILE],
    });
    expect(panel.options).toEqual({ ...ORIGINAL_RECIPE, alpha: 2 });
    const packed = await packInteractions((await chooseSubset(interactions, { plays: 200 })).subset);
    expect(panel[JUPYTER_DISPLAY]()).toEqual({
      [TUNER_TYPE]: {
        title: 'Taste',
        chosenFrom: { listeners: 120, whose: 'a sample of those with 6 or more artists' },
        best: { weighting: 'log' },
        artist: 'artist 1',
        likes: [HOSTILE],
        options: panel.options,
        subset: Buffer.from(packed).toString('base64'),
      },
      'text/plain':
        '[tuner: factors 20, regularization 0.1, iterations 20, alpha 2, weighting linear, confidence scaled, ' +
        'unobservedWeight 1, regularizationExponent 0, seed 42]',
    });
  });

  it.each([
    [{ options: { alpha: -1 } }, /^alpha is -1; expected a finite number above 0/],
    [{ best: { factors: 0.5 } }, /^factors is 0.5; expected a whole number/],
    [{ options: { colour: 'red' } as object }, /^unknown option 'colour'/],
    [{ artist: 'artist x' }, /^no artist 'artist x'; did you mean 'artist \d'\?/],
    [{ likes: ['nobody'] }, /^no artist 'nobody'/],
    [{ artists: 0 }, /^artists is 0; expected a whole number of 1 or more/],
  ])('explains what is wrong with %j', async (setup, message) => {
    await expect(tuner(interactions, setup)).rejects.toThrow(message);
  });
});
