import { afterEach, expect, it } from 'vitest';
import { headline, type MimeBundle } from '#listenlab/index.js';
import { offerKernelContext } from '#listenlab/util/kernel-context.js';

afterEach(() => offerKernelContext({ frontEnd: undefined }));

function shownBy(metrics: Record<string, number>): MimeBundle[] {
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

it.each([
  [{}, "headline got no number; give one, as { 'NDCG@10': 0.24 }"],
  [{ loss: Number.NaN }, 'headline got NaN for loss; expected a finite number'],
  [{ loss: undefined as unknown as number }, 'headline got undefined for loss; expected a finite number'],
  [{ ' ': 1 }, 'headline got a number without a name; name it'],
])('headline refuses %j', (metrics, message) => {
  expect(() => shownBy(metrics as Record<string, number>)).toThrow(message);
});
