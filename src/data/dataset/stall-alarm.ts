import { followSignal } from '../../util/work.js';
import { TransferError } from './transfer-error.js';

/** A clock that aborts a transfer when nothing arrives any more. */
export interface StallAlarm {
  /** Aborts when the caller does, or when the time is up. */
  readonly signal: AbortSignal;
  /** Something arrived: the time starts anew. */
  postpone(): void;
  stop(): void;
}

/**
 * Starts the clock.
 *
 * @param url what is transferred, for the error
 * @param milliseconds of silence after which the signal aborts with a {@link TransferError}
 * @param caller aborts the signal too
 */
export function stallAlarm(url: string, milliseconds: number, caller?: AbortSignal): StallAlarm {
  const stalled = followSignal(caller);
  const silence = new TransferError(`${url} sent nothing for ${milliseconds / 1000} seconds`, true);
  const timer = setTimeout(() => stalled.abort(silence), milliseconds);
  return {
    signal: stalled.signal,
    postpone: () => timer.refresh(),
    stop() {
      clearTimeout(timer);
      stalled.release();
    },
  };
}
