import { describe, expect, it } from 'vitest';
import { interactionsFromRows, describe as sentences } from '#listenlab/index.js';

const similar = (...cosines: number[]) =>
  cosines.map((similarity, i) => ({ artist: `artist ${i}`, similarity }));

describe('sentences about models', () => {
  it('state the confidence that the settings imply', () => {
    expect(sentences.confidence({})).toBe(
      'With these settings **c = 15 × plays** for what was played, and 1 for everything that was not.',
    );
    expect(
      sentences.confidence({ weighting: 'log', confidence: 'added', alpha: 0.5, unobservedWeight: 0.1 }),
    ).toContain('**c = 0.1 + 0.5 × ln(1 + plays)** for what was played, and 0.1 for');
    expect(() => sentences.confidence({ weighting: 'lgo' })).toThrow("weighting is 'lgo'; expected one of");
  });

  it('use the singular for counts of one', () => {
    const one = interactionsFromRows([{ user: 'ann', artist: 'low', plays: 3 }]);
    expect(sentences.matrix('a_b', one)).toBe(
      '**a\\_b**: 1 listener × 1 artist, 1 pair with plays: 100 % of the matrix.',
    );
  });

  it('describe the loss, even if there is only one value or it did not fall', () => {
    expect(sentences.losses([8, 4, 2, 1.2, 1])).toBe(
      '5 iterations brought the training loss from 8.000 after the first to 1.000; 90 % of the decrease was reached after 4 iterations.',
    );
    expect(sentences.losses([0.5])).toBe('After one iteration the training loss is 0.5000.');
    expect(sentences.losses([1, 1])).toContain('it did not fall');
    expect(sentences.losses([])).toBe('The training loss was not computed.');
  });

  it('warn if a model can hardly tell artists apart', () => {
    expect(sentences.nearest(similar(1, 0.9, 0.8, 0.7, 0.6))).toBe(
      'Nearest to **artist 0**: artist 1, artist 2, artist 3.',
    );
    expect(sentences.nearest(similar(1, 0.9988, 0.9986, 0.9985, 0.9981))).toContain(
      '⚠ All 4 have a similarity of 0.998 or more: this model can hardly tell these artists apart.',
    );
    expect(sentences.nearest(similar(1))).toBe('There is no other artist to compare with **artist 0**.');
  });

  it('say if nothing is left to recommend or nothing speaks for an artist', () => {
    expect(sentences.recommended('listener 2', [{ artist: 'low' }, { artist: 'muse' }])).toBe(
      'For listener 2 the model puts **low**, **muse** first.',
    );
    expect(sentences.recommended('ann', [])).toBe(
      'There is nothing to recommend to **ann**, who plays every artist in the data.',
    );
    const part = (contribution: number) => ({ artist: 'kent', plays: 1, confidence: 1, contribution });
    const why = (...contributions: number[]) =>
      sentences.explanation('you', {
        artist: 'low',
        score: 1,
        contributions: contributions.map(part),
        others: 0,
      });
    expect(why(0.6)).toBe('For you the model puts **low** first, mainly because of **kent**.');
    // Less than half of the score is not what it is mainly because of.
    expect(why(0.3)).toBe('For you the model puts **low** first; what speaks most for it is **kent**.');
    expect(why(-0.3)).toContain('nothing that they play supports it');
    expect(why()).toContain('nothing that they play supports it');
  });

  it('compare two models without a meaningless ratio', () => {
    const change = (before: number, after: number) =>
      sentences.change('NDCG@10', { name: 'a', score: before }, { name: 'b', score: after });
    expect(change(0.1, 0.25)).toBe(
      'On held-out plays a has an NDCG@10 of 0.100, b 0.250: 2.5 times as much.',
    );
    expect(change(0, 0.25)).toBe('On held-out plays a has an NDCG@10 of 0.000, b 0.250.');
    expect(change(0.25, 0.1)).toMatch(/b 0\.100: less\.$/);
    expect(change(0.25, 0.252)).toMatch(/about as much\.$/);
    const [a, b] = [
      { name: 'a', score: 0.1 },
      { name: 'b', score: 0.2 },
    ];
    expect(sentences.change('NDCG@10', a, b, { low: -0.01, high: 0.21 })).toMatch(
      /b 0\.200: no difference that this data can show\.$/,
    );
    expect(sentences.change('NDCG@10', a, b, { low: 0.05, high: 0.15 })).toMatch(/2\.0 times as much\.$/);
  });

  it('name the best model, and all of them in a tie', () => {
    const best = (...scores: number[]) =>
      sentences.best(
        'NDCG@10',
        scores.map((score, i) => ({ name: `m${i}`, score })),
      );
    expect(best(0.1, 0.3, 0.2)).toBe('The best NDCG@10 is 0.300, with **m1**.');
    expect(best(0.3, 0.1, 0.3)).toBe('The best NDCG@10 is 0.300, with **m0** and 1 more.');
    expect(best(0.3, 0.3)).toBe('All have the same NDCG@10, 0.300.');
    const interval = [0.3, 0.29, 0.28, 0.2].map((score, i) => ({
      name: `m${i}`,
      score,
      low: score - 0.015,
      high: score + 0.015,
    }));
    expect(sentences.best('NDCG@10', interval)).toBe(
      'The best NDCG@10 is 0.300, with **m0**; within its interval, 0.285 to 0.315, is m1.',
    );
  });

  it('state with which settings training failed, without names of listeners', () => {
    const failed = (...alphas: number[]) =>
      sentences.failed(alphas.map((alpha) => ({ options: { alpha, factors: 2 }, reason: "of user 'ann'" })));
    expect(failed()).toBe('');
    expect(failed(1e40)).toBe('Training failed with 1 setting, which is left out: alpha 1e+40, factors 2.');
    expect(failed(1, 2, 3, 4, 5)).toBe(
      'Training failed with 5 settings, which are left out: alpha 1, factors 2; alpha 2, factors 2; ' +
        'alpha 3, factors 2; and 2 more.',
    );
    expect(sentences.failed([{ options: {}, reason: '' }])).toContain(': the default settings.');
  });
});
