import { describe, expect, it } from 'vitest';
import { KernelSessions } from '#listenlab/tuner/kernel/kernel-sessions.js';
import type { TunerReply } from '#listenlab/tuner/session/messages.js';
import { tastefulPlays } from './plays.js';

const options = { factors: 4, iterations: 3, weighting: 'log' } as const;

describe('the sessions of a panel in the kernel', () => {
  it('give a reloaded page its model, trained once', async () => {
    const desk = new Desk();
    const first = await desk.train('a', 1);
    desk.sessions.take({ kind: 'close', view: 'a' });
    const again = await desk.train('b', 1);
    expect(first.filter(({ kind }) => kind === 'progress')).toHaveLength(3);
    expect(again.filter(({ kind }) => kind === 'progress')).toEqual([]);
    for (const kind of ['model', 'measured', 'reference'])
      expect(last(again, kind), kind).toEqual(last(first, kind));
    desk.sessions.take({
      kind: 'session',
      view: 'b',
      request: { kind: 'similar', question: 1, artist: 'artist 1' },
    });
    expect(last(desk.heard('b'), 'answer')).toMatchObject({ lists: { now: { length: 10 } } });
  });

  it('drop the least recently used view when there are more than four', async () => {
    const desk = new Desk();
    for (const view of ['a', 'b', 'c', 'd', 'e']) await desk.train(view, 1);
    const ask = (view: string) => {
      const request = { kind: 'similar', question: 1, artist: 'artist 1' } as const;
      desk.sessions.take({ kind: 'session', view, request });
      return last(desk.heard(view), 'answer');
    };
    expect(ask('b')).toMatchObject({ lists: {} });
    expect(ask('a')).toMatchObject({ refusal: 'there is no model yet; train one first' });
  });
});

/** Sessions, and what each view receives from them. */
class Desk {
  readonly #replies: { view: string; reply: TunerReply }[] = [];
  #wake: () => void = () => {};
  readonly sessions = new KernelSessions(tastefulPlays(), (view, reply) => {
    this.#replies.push({ view, reply });
    this.#wake();
  });

  heard(view: string): TunerReply[] {
    return this.#replies.filter((each) => each.view === view).map(({ reply }) => reply);
  }

  /** Opens a view and trains, until both baselines are reported. */
  async train(view: string, run: number): Promise<TunerReply[]> {
    this.sessions.take({ kind: 'session', view, request: { kind: 'open' } });
    this.sessions.take({
      kind: 'session',
      view,
      request: { kind: 'train', run, options, warm: false, early: false },
    });
    while (this.heard(view).filter(({ kind }) => kind === 'reference').length < 2)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.heard(view);
  }
}

function last(replies: TunerReply[], kind: string): TunerReply | undefined {
  return replies.findLast((reply) => reply.kind === kind);
}
