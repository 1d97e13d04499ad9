import { messageOf } from '../../util/errors.js';

/**
 * A transfer that failed: the message says what happened, without a remedy.
 */
export class TransferError extends Error {
  override readonly name = 'TransferError';

  /**
   * @param passing true when another try may well succeed (a cut, a busy server)
   */
  constructor(
    message: string,
    readonly passing: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Causes that name themselves in the network's codes, in words. */
const REASONS: Record<string, string> = {
  ENOTFOUND: 'the name is unknown here, so this computer is probably offline',
  EAI_AGAIN: 'names cannot be looked up, so this computer is probably offline',
  ECONNREFUSED: 'nothing answers at that address',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the server cannot be reached',
};

/** What `fetch` or its body threw, as a {@link TransferError}. No way to the server is not passing, a cut is. */
export function transferError(url: string, error: unknown): TransferError {
  if (error instanceof TransferError) return error;
  const root = rootCause(error);
  const code = (root as { code?: unknown }).code;
  const reason = typeof code === 'string' ? REASONS[code] : undefined;
  if (reason) return new TransferError(`cannot reach ${url} (${code}: ${reason})`, false, { cause: error });
  return new TransferError(`the transfer of ${url} failed (${messageOf(root)})`, true, { cause: error });
}

/** The answer of a server that has no file for us. Busy and broken servers may do better later. */
export function refusal(url: string, response: { status: number; statusText: string }): TransferError {
  const passing = response.status >= 500 || response.status === 429 || response.status === 408;
  return new TransferError(`${url} answered ${response.status} ${response.statusText}`.trim(), passing);
}

function rootCause(error: unknown): object {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  if (root instanceof AggregateError && root.errors.length > 0) root = root.errors[0];
  return Object(root);
}
