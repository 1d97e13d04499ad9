/** Something that stops for its own reasons, and when a caller's signal does. */
export interface FollowedSignal {
  /** Aborts with the caller's signal, or by {@link abort}. */
  readonly signal: AbortSignal;
  abort(reason: unknown): void;
  /** To be called when the work is over: takes the listener off the caller's signal. */
  release(): void;
}

/**
 * Follows a caller's signal with a listener. `AbortSignal.any` puts none on it, and by listeners the kernel tells
 * whether work heeds an interrupt and is to be given the time to end.
 */
export function followSignal(caller?: AbortSignal): FollowedSignal {
  const own = new AbortController();
  const follow = () => own.abort(caller?.reason);
  if (caller?.aborted) follow();
  else caller?.addEventListener('abort', follow, { once: true });
  return {
    signal: own.signal,
    abort: (reason) => own.abort(reason),
    release: () => caller?.removeEventListener('abort', follow),
  };
}
