import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { messageOf } from '../../../util/errors.js';
import { followSignal } from '../../../util/work.js';

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

/** Network error codes, in words. */
const REASONS: Record<string, string> = {
  ENOTFOUND: 'the host name cannot be resolved, so this computer is probably offline',
  EAI_AGAIN: 'host names cannot be resolved, so this computer is probably offline',
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

/** The error for an HTTP status other than success. Busy and broken servers may do better later. */
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

/** A timer that aborts a transfer when nothing arrives any more. */
export interface StallAlarm {
  /** Aborts when the caller does, or when the time is up. */
  readonly signal: AbortSignal;
  /** Something arrived: the timer restarts. */
  postpone(): void;
  stop(): void;
}

/**
 * Starts the timer.
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

/** Where the bytes of a partial file came from, and their version as an If-Range header names it. */
interface Origin {
  readonly url: string;
  readonly version?: string;
}

/** Removes what an unfinished transfer left behind. */
export async function discardPartial(partial: string): Promise<void> {
  await rm(partial, { force: true });
  await rm(originFile(partial), { force: true });
}

/** Where a partial file came from; undefined when no note exists. */
export async function readOrigin(partial: string): Promise<Origin | undefined> {
  try {
    return JSON.parse(await readFile(originFile(partial), 'utf8')) as Origin;
  } catch {
    return undefined;
  }
}

/** Records beside a partial file, before its first byte is written, which version of which address it will hold. */
export async function writeOrigin(partial: string, url: string, headers: Headers): Promise<void> {
  const etag = headers.get('etag');
  // Weak tags promise the same meaning, not the same bytes; If-Range may not carry them (RFC 9110, 13.1.5).
  const strong = etag && !etag.startsWith('W/') ? etag : undefined;
  const version = strong ?? headers.get('last-modified') ?? undefined;
  await writeFile(originFile(partial), JSON.stringify({ url, version } satisfies Origin));
}

/** Bytes in a file; 0 when there is none. */
export async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

function originFile(partial: string): string {
  return `${partial}.json`;
}

/** Called with the size of each chunk. */
export type OnBytes = (bytes: number) => void;

/**
 * Feeds a file, or its first part, into a hash.
 *
 * @param bytes how much of the file, from its start; default all
 */
export async function hashFile(
  hash: Hash,
  file: string,
  options: { bytes?: number; signal?: AbortSignal; onBytes?: OnBytes } = {},
): Promise<Hash> {
  if (options.bytes === 0) return hash;
  const end = options.bytes === undefined ? undefined : options.bytes - 1;
  for await (const chunk of createReadStream(file, { end, signal: options.signal, highWaterMark: 1 << 20 })) {
    hash.update(chunk);
    options.onBytes?.(chunk.length);
  }
  return hash;
}

/** MD5 of a file as 32 hexadecimal digits: what the publishers of the datasets name. */
export async function md5OfFile(
  file: string,
  options: { signal?: AbortSignal; onBytes?: OnBytes } = {},
): Promise<string> {
  return (await hashFile(createHash('md5'), file, options)).digest('hex');
}
