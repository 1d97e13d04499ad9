import { afterEach, expect, it } from 'vitest';
import { type HeadlineNumbers, headline, type MimeBundle } from '#listenlab/index.js';
import { offerKernelContext } from '#listenlab/util/kernel-context.js';

afterEach(() => offerKernelContext({ frontEnd: undefined }));

function shownBy(metrics: HeadlineNumbers): MimeBundle[] {
  const bundles: MimeBundle[] = [];
  offerKernelContext({ frontEnd: { display: (bundle) => bundles.push(bundle) } });
  headline(metrics);
  return bundles;
}

it('headline shows its numbers as JSON, as a table and as text', () => {
  const [bundle, ...more] = shownBy({ 'NDCG@10': 0.2441, users: 1892, '<b>': 1 });
  expect(more).toEqual([]);
  expect(bundle['application/vnd.listenlab.metrics+json']).toEqual({
    'NDCG@10': 0.2441,
    users: 1892,
    '<b>': 1,
  });
  expect(bundle['text/plain']).toBe('          value\nNDCG@10  0.2441\n  users   1,892\n    <b>       1');
  expect(bundle['text/html']).toContain('>&lt;b&gt;</th>');
});

it('headline shows a number with its sentence, and keeps all that was said of it', () => {
  const hits = { value: 2.1, sentence: 'of ten are hits', interval: [2, 2.2] as const, rank: 1 };
  const [bundle] = shownBy({ hits, loss: 0.5 });
  expect(bundle['application/vnd.listenlab.metrics+json']).toEqual({ hits, loss: 0.5 });
  expect(bundle['text/plain']).toBe('      value\nhits    2.1  of ten are hits\nloss    0.5');
});

it.each([
  [{ a: { value: Number.NaN, sentence: 'x' } }, "value of headline's a is NaN; expected a finite number"],
  [{ a: { value: 1 } }, "sentence of headline's a is undefined; expected a text"],
  [{ a: { value: 1, sentence: ' ' } }, "sentence of headline's a is"],
  [
    { a: { value: 1, sentence: 'x', rank: 0 } },
    "rank of headline's a is 0; expected a whole number of 1 or more",
  ],
  [{ a: { value: 1, sentence: 'x', interval: [2, 1] } }, 'expected two numbers, the lower one first'],
  [{ a: { value: 1, sentence: 'x', rnk: 1 } }, "unknown option of headline's a 'rnk'; did you mean 'rank'?"],
  [{ a: { value: 1, sentence: 'x', comparison: { name: 'p' } } }, "value in the comparison of headline's a"],
  [{}, "headline got no number; give one, as { 'NDCG@10': 0.24 }"],
  [{ loss: Number.NaN }, 'headline got NaN for loss; expected a finite number'],
  [{ loss: undefined as unknown as number }, 'headline got undefined for loss; expected a finite number'],
  [{ ' ': 1 }, 'headline got a number without a name; name it'],
])('headline refuses %j', (metrics, message) => {
  expect(() => shownBy(metrics as HeadlineNumbers)).toThrow(message);
});
