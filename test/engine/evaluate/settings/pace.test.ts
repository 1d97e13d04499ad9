import { describe, expect, it } from 'vitest';
import { trialOf } from '#listenlab/engine/evaluate/settings/pace.js';

const SETTINGS = { weighting: 'log', factors: 64 } as const;

describe('the trial of settings', () => {
  it('is judged after 8 and 16 iterations, or after those that settings fix', () => {
    expect(trialOf(SETTINGS, new Map()).checkpoints).toEqual([8, 16]);
    expect(trialOf({ ...SETTINGS, iterations: 20 }, new Map([[8, 0.1]]))).toEqual({
      settings: SETTINGS,
      checkpoints: [20],
    });
  });

  it('ends where the best settings were far better after as many iterations', () => {
    const pace = new Map([
      [8, 0.2],
      [16, 0.3],
    ]);
    const { floors = [] } = trialOf(SETTINGS, pace);
    expect(floors.map((floor) => Number(floor.toFixed(4)))).toEqual([0.194, 0.291]);
    expect(trialOf(SETTINGS, new Map()).floors).toEqual([0, 0]);
  });
});
