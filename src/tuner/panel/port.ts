import type { TunerReply, TunerRequest } from '../session/messages.js';

/** The way to whoever trains. */
export interface Port {
  post(request: TunerRequest): void;
  close(): void;
}

/** Who listens at a port. */
export interface Listener {
  onReply(reply: TunerReply): void;
  /** Nobody is there any more. */
  onDeath(message: string): void;
  /** Nobody answers, for now. */
  onSilence(message: string): void;
}

/** How to come by a port: called again when the last one is dead. */
export type Connect = (listener: Listener) => Port;
