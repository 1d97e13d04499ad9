import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatCount } from '../../../util/format.js';
import {
  discardPartial,
  hashFile,
  readOrigin,
  refusal,
  type StallAlarm,
  sizeOf,
  stallAlarm,
  TransferError,
  transferError,
  writeOrigin,
} from './transfer.js';

/** What to fetch and where its bytes gather. */
interface Transfer {
  readonly url: string;
  /** The file that grows; it survives a cut, and the next transfer to it goes on from its end. */
  readonly partial: string;
  /** MD5 of the whole file, when known. */
  readonly md5?: string;
  /** Size of the whole file, when known: what sends more is stopped there. */
  readonly bytes?: number;
  readonly signal?: AbortSignal;
  /** Bytes there so far, of how many (0 when nobody knows). */
  readonly onProgress?: (received: number, total: number) => void;
  readonly patience?: Patience;
}

/** How long to wait before giving up. */
export interface Patience {
  /** Pauses before each retry after a cut; bytes that arrive start the count anew. */
  readonly retryMilliseconds: readonly number[];
  /** Silence after which a connection counts as cut. */
  readonly stallMilliseconds: number;
}

/** Where a file's size is not known, no more than this is fetched. */
const UNKNOWN_SIZE_LIMIT = 2e9;

const PATIENCE: Patience = { retryMilliseconds: [1_000, 4_000, 10_000], stallMilliseconds: 60_000 };

/** What an earlier transfer left behind, hashed, and the version of the file it came from. */
interface Kept {
  readonly bytes: number;
  readonly hash: Hash;
  readonly version?: string;
}

/**
 * Fetches a file over HTTP into `partial`, going on where an earlier transfer was cut, and checks its MD5.
 *
 * A resumed transfer names the version it wants (If-Range with the ETag or the date of the first
 * answer), so a file that changed meanwhile is fetched anew; so is one from a server without ranges.
 *
 * @throws TransferError when the server cannot be reached, refuses or cuts the line too often, sends more than the file
 * has, or the checksum is wrong (in these two cases `partial` is removed); errors of the file system come as they are
 */
export async function fetchFile(transfer: Transfer): Promise<void> {
  const pauses = (transfer.patience ?? PATIENCE).retryMilliseconds;
  let retries = 0;
  for (;;) {
    const before = await sizeOf(transfer.partial);
    try {
      return await fetchOnce(transfer);
    } catch (error) {
      transfer.signal?.throwIfAborted();
      if (!(error instanceof TransferError && error.passing)) throw error;
      if ((await sizeOf(transfer.partial)) > before) retries = 0;
      if (retries === pauses.length) throw error;
      await sleep(pauses[retries++], undefined, { signal: transfer.signal });
    }
  }
}

async function fetchOnce(transfer: Transfer): Promise<void> {
  const kept = await keptPart(transfer);
  if (kept.bytes > 0 && kept.bytes === transfer.bytes) return await checkMd5(transfer, kept.hash);
  const { stallMilliseconds } = transfer.patience ?? PATIENCE;
  const stall = stallAlarm(transfer.url, stallMilliseconds, transfer.signal);
  try {
    const response = await request(transfer, kept, stall.signal);
    if (response.status === 200 || startsAt(response, kept.bytes)) {
      return await receive(transfer, response, kept, stall);
    }
    await response.body?.cancel();
    if (response.status === 416 && rangeOf(response).size === kept.bytes)
      return await checkMd5(transfer, kept.hash);
    if (response.status !== 206 && response.status !== 416) throw refusal(transfer.url, response);
  } finally {
    stall.stop();
  }
  // The server has no such range of the file: what we kept is useless.
  if (kept.bytes === 0) throw new TransferError(`${transfer.url} sent a part that was not requested`, false);
  await discardPartial(transfer.partial);
  return await fetchOnce(transfer);
}

async function keptPart(transfer: Transfer): Promise<Kept> {
  const hash = createHash('md5');
  const bytes = await sizeOf(transfer.partial);
  const origin = bytes > 0 ? await readOrigin(transfer.partial) : undefined;
  // Without a version to name, only the checksum at the end can tell that the parts belong together.
  if (origin?.url !== transfer.url || !(origin.version || transfer.md5)) return { bytes: 0, hash };
  let hashed = 0;
  await hashFile(hash, transfer.partial, {
    bytes,
    signal: transfer.signal,
    onBytes: (count) => {
      hashed += count;
      transfer.onProgress?.(hashed, transfer.bytes ?? 0);
    },
  });
  return { bytes, hash, version: origin.version };
}

async function request(transfer: Transfer, kept: Kept, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (kept.bytes > 0) headers.range = `bytes=${kept.bytes}-`;
  if (kept.bytes > 0 && kept.version) headers['if-range'] = kept.version;
  try {
    return await fetch(transfer.url, { headers, signal });
  } catch (error) {
    throw transferError(transfer.url, error);
  }
}

async function receive(transfer: Transfer, response: Response, kept: Kept, stall: StallAlarm): Promise<void> {
  const resumed = response.status === 206;
  const hash = resumed ? kept.hash : createHash('md5');
  const start = resumed ? kept.bytes : 0;
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = Number.isNaN(length) ? transfer.bytes : start + length;
  // A body that comes encoded, although none was asked for, may be longer than its header says.
  const limit = Math.min(transfer.bytes ?? UNKNOWN_SIZE_LIMIT, total ?? UNKNOWN_SIZE_LIMIT);
  if (!resumed) {
    await discardPartial(transfer.partial);
    await writeOrigin(transfer.partial, transfer.url, response.headers);
  }
  const file = await open(transfer.partial, resumed ? 'r+' : 'w');
  let received = start;
  try {
    for await (const chunk of bodyOf(transfer.url, response)) {
      stall.postpone();
      if (received + chunk.length > limit) throw await tooLong(transfer, limit);
      await writeAll(file, chunk, received);
      hash.update(chunk);
      received += chunk.length;
      transfer.onProgress?.(received, total ?? 0);
    }
  } finally {
    await file.close();
  }
  if (total !== undefined && received < total) {
    throw new TransferError(
      `the transfer of ${transfer.url} ended after ${received} of ${total} bytes`,
      true,
    );
  }
  await checkMd5(transfer, hash);
}

async function tooLong({ url, partial }: Transfer, limit: number): Promise<TransferError> {
  await discardPartial(partial);
  return new TransferError(`${url} sends more than the ${formatCount(limit)} bytes expected`, false);
}

async function* bodyOf(url: string, response: Response): AsyncGenerator<Uint8Array> {
  try {
    if (response.body) yield* response.body as unknown as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw transferError(url, error);
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}

async function checkMd5(transfer: Transfer, hash: Hash): Promise<void> {
  const found = hash.digest('hex');
  if (transfer.md5 === undefined || found === transfer.md5) return;
  await discardPartial(transfer.partial);
  throw new TransferError(`${transfer.url} came with MD5 ${found} instead of ${transfer.md5}`, false);
}

/** First byte and whole size that a Content-Range header names. */
function rangeOf(response: Response): { start: number; size: number } {
  const match = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  return { start: Number(match?.[1] ?? Number.NaN), size: Number(match?.[2] ?? Number.NaN) };
}

function startsAt(response: Response, start: number): boolean {
  return response.status === 206 && rangeOf(response).start === start;
}
