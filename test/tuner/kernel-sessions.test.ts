import { describe, expect, it } from 'vitest';
import { KernelSessions } from '#listenlab/tuner/kernel/kernel-sessions.js';
import type { TunerReply, TunerRequest } from '#listenlab/tuner/session/messages.js';
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
    expect(await desk.ask('b')).toMatchObject({ lists: { now: { length: 10 } } });
  });

  it('drop the least recently used view when there are more than four', async () => {
    const desk = new Desk();
    for (const view of ['a', 'b', 'c', 'd', 'e']) await desk.train(view, 1);
    expect(await desk.ask('b')).toMatchObject({ lists: {} });
    expect(await desk.ask('a')).toMatchObject({ refusal: 'there is no model yet; train one first' });
  });

  it('open after they were asked to, and answer in the order of the messages', async () => {
    const desk = new Desk();
    desk.sessions.take({ kind: 'session', view: 'a', request: { kind: 'open' } });
    const find = { kind: 'find', question: 1, text: 'artist 1' } as const;
    desk.sessions.take({ kind: 'session', view: 'a', request: find });
    expect(desk.heard('a')).toEqual([]);
    await desk.until('a', 'answer');
    expect(desk.heard('a').map(({ kind }) => kind)).toEqual(['opened', 'answer']);
  });

  it('are forgotten when the page is closed before they are open', async () => {
    const desk = new Desk();
    await desk.until('b', 'opened', { kind: 'open' });
    desk.sessions.take({
      kind: 'session',
      view: 'a',
      request: { kind: 'train', run: 1, options, warm: false, early: false },
    });
    desk.sessions.take({ kind: 'close', view: 'a' });
    await desk.train('b', 1);
    expect(last(desk.heard('a'), 'model')).toBeUndefined();
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
    await this.#untilHeard(() => this.heard(view).filter(({ kind }) => kind === 'reference').length >= 2);
    return this.heard(view);
  }

  /** The answer to a question. */
  async ask(view: string): Promise<TunerReply | undefined> {
    const request = { kind: 'similar', question: 1, artist: 'artist 1' } as const;
    await this.until(view, 'answer', request);
    return last(this.heard(view), 'answer');
  }

  /** Waits for a reply that a view has not had. */
  async until(view: string, kind: TunerReply['kind'], request?: TunerRequest): Promise<void> {
    if (request) this.sessions.take({ kind: 'session', view, request });
    await this.#untilHeard(() => last(this.heard(view), kind) !== undefined);
  }

  async #untilHeard(isHeard: () => boolean): Promise<void> {
    while (!isHeard())
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }
}

function last(replies: TunerReply[], kind: string): TunerReply | undefined {
  return replies.findLast((reply) => reply.kind === kind);
}
