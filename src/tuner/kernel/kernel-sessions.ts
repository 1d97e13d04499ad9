import { trainAls } from '../../engine/als/node/train.js';
import type { Interactions } from '../../engine/matrix/interactions.js';
import { messageOf } from '../../util/errors.js';
import type { TunerReply, TunerRequest } from '../session/messages.js';
import { TunerSession } from '../session/session.js';
import { prepareSession, type SessionData } from '../session/session-data.js';

/** What the front ends (views) of one panel ask of the kernel. */
export type ViewMessage =
  | { readonly kind: 'session'; readonly view: string; readonly request: TunerRequest }
  | { readonly kind: 'close'; readonly view: string };

/** A page may be closed or reloaded without notice: only the most recently active views are kept. */
const MOST_VIEWS = 4;

/** Trains on all of the plays, on worker threads, for each view that asks for it. */
export class KernelSessions {
  readonly #interactions: Interactions;
  readonly #reply: (view: string, reply: TunerReply) => void;
  readonly #sessions = new Map<string, Promise<TunerSession>>();
  #data: Promise<SessionData> | undefined;

  constructor(interactions: Interactions, reply: (view: string, reply: TunerReply) => void) {
    this.#interactions = interactions;
    this.#reply = reply;
  }

  /**
   * Starts what a view asks for and returns at once; what it asks for while the data is prepared waits for that. It never
   * fails: errors are sent as replies.
   */
  take(message: ViewMessage): void {
    const { view } = message;
    const request: TunerRequest = message.kind === 'close' ? { kind: 'stop' } : message.request;
    const session = message.kind === 'close' ? this.#sessions.get(view) : this.#sessionOf(view);
    if (message.kind === 'close') this.#sessions.delete(view);
    session?.then(
      (opened) => opened.take(request),
      (error) => this.#reply(view, { kind: 'failed', message: messageOf(error) }),
    );
  }

  /** Drops all runs and models. */
  close(): void {
    for (const view of [...this.#sessions.keys()]) this.take({ kind: 'close', view });
  }

  #sessionOf(view: string): Promise<TunerSession> {
    this.#data ??= prepareSession(this.#interactions);
    const session =
      this.#sessions.get(view) ??
      this.#data.then((data) => new TunerSession(data, trainAls, (reply) => this.#reply(view, reply)));
    // The most recently active view is last.
    this.#sessions.delete(view);
    this.#sessions.set(view, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MOST_VIEWS) this.take({ kind: 'close', view: oldest });
    return session;
  }
}
