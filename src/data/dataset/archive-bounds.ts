import { stat } from 'node:fs/promises';
import { formatBytes, formatCount } from '../../util/format.js';

/** An archive that is not what it should be: the message says how, without a remedy. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  /** What to do about it, where that is known. */
  readonly advice: string | undefined;

  constructor(message: string, options: ErrorOptions & { readonly advice?: string } = {}) {
    super(message, options);
    this.advice = options.advice;
  }
}

/** Text of plays unpacks to 3 to 20 times its size; zeros to a thousand times. */
const MAX_RATIO = 100;
/** So much may come even of a tiny archive. */
const ALWAYS_BYTES = 64 << 20;
const MAX_ENTRIES = 10_000;

/** Counts what an archive unpacks to. */
export interface ArchiveBounds {
  /** @throws ArchiveError when there are too many */
  addEntry(): void;
  /** @throws ArchiveError when all together are too many */
  addBytes(count: number): void;
  /** The same bytes, counted. */
  within<T extends Uint8Array>(content: AsyncIterable<T>): AsyncGenerator<T>;
}

/** The bounds of an archive of this size: those that only an attack or a mistake passes. */
export async function archiveBounds(archive: string): Promise<ArchiveBounds> {
  const { size } = await stat(archive);
  const limit = Math.max(ALWAYS_BYTES, MAX_RATIO * size);
  let bytes = 0;
  let entries = 0;
  const addBytes = (count: number) => {
    bytes += count;
    if (bytes <= limit) return;
    throw new ArchiveError(
      `it unpacks to more than ${formatBytes(limit)}, ${formatCount(Math.floor(limit / size))} times its size, as no file of plays does`,
    );
  };
  return {
    addEntry() {
      entries++;
      if (entries > MAX_ENTRIES)
        throw new ArchiveError(`it has more than ${formatCount(MAX_ENTRIES)} files in it`);
    },
    addBytes,
    async *within(content) {
      for await (const chunk of content) {
        addBytes(chunk.length);
        yield chunk;
      }
    },
  };
}
