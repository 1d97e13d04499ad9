import { afterEach, describe, expect, it } from 'vitest';
import { offerKernelContext } from '#listenlab/util/kernel-context.js';
import { type TaskProgress, watched } from '#listenlab/util/work.js';

afterEach(() => offerKernelContext({ signal: undefined, startProgress: undefined }));

/** Installs what a kernel provides and returns what is shown. */
function offer(): { signal: AbortSignal; shown: unknown[] } {
  const { signal } = new AbortController();
  const shown: unknown[] = [];
  offerKernelContext({
    signal: () => signal,
    startProgress: (title) => ({
      update: (progress) => shown.push([title, progress]),
      finish: (complete) => shown.push([title, complete]),
    }),
  });
  return { signal, shown };
}

const THREE: TaskProgress = { task: 'counting', done: 3, total: 10 };

describe('watched work in a notebook', () => {
  it('uses the signal of the running cell and is shown from start to end', async () => {
    const { signal, shown } = offer();
    const result = await watched('work', {}, async (watch) => {
      expect(watch.signal).toBe(signal);
      watch.onProgress?.(THREE);
      return 'result';
    });
    expect(result).toBe('result');
    expect(shown).toEqual([
      ['work', THREE],
      ['work', true],
    ]);
  });

  it('is shown as incomplete when it fails', async () => {
    const { shown } = offer();
    const failure = new Error('no');
    await expect(watched('work', {}, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(shown).toEqual([['work', false]]);
  });

  it('uses the signal and listener of the caller instead, and is then not shown', async () => {
    const { shown } = offer();
    const { signal } = new AbortController();
    const told: TaskProgress[] = [];
    const onProgress = (progress: TaskProgress) => told.push(progress);
    await watched('work', { signal, onProgress }, async (watch) => {
      expect(watch.signal).toBe(signal);
      watch.onProgress?.(THREE);
    });
    expect(told).toEqual([THREE]);
    expect(shown).toEqual([]);
  });
});

it('watched work in a kernel of another version uses what that kernel offers', async () => {
  const { signal } = new AbortController();
  offerKernelContext({ signal: () => signal });
  expect(await watched('work', {}, async (watch) => watch)).toEqual({ signal });
});

it('watched work in a plain program has neither signal nor progress', async () => {
  expect(await watched('work', {}, async (watch) => watch)).toEqual({});
});
