import { stat } from 'node:fs/promises';
import { messageOf } from '../../../util/errors.js';
import { formatBytes, formatCount } from '../../../util/format.js';

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
/** Even a tiny archive may unpack to this much. */
const ALWAYS_BYTES = 64 << 20;
const MAX_ENTRIES = 10_000;

/** Counts what an archive unpacks to, and stops it when it is too much. */
export interface ArchiveBounds {
  /** @throws ArchiveError when there are too many */
  addEntry(): void;
  /** @throws ArchiveError when all together are too many */
  addBytes(count: number): void;
  /** The same bytes, counted. */
  within<T extends Uint8Array>(content: AsyncIterable<T>): AsyncGenerator<T>;
}

/** Limits for an archive of this size, which only an attack or a mistake exceeds. */
export async function archiveBounds(archive: string): Promise<ArchiveBounds> {
  const { size } = await stat(archive);
  const limit = Math.max(ALWAYS_BYTES, MAX_RATIO * size);
  let bytes = 0;
  let entries = 0;
  const addBytes = (count: number) => {
    bytes += count;
    if (bytes <= limit) return;
    throw new ArchiveError(
      `it unpacks to more than ${formatBytes(limit)}, ${formatCount(Math.floor(limit / size))} times its size, which no file of plays does`,
    );
  };
  return {
    addEntry() {
      entries++;
      if (entries > MAX_ENTRIES) throw new ArchiveError(`it has more than ${formatCount(MAX_ENTRIES)} files`);
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

interface Damage {
  /** How the unpacking libraries report it. */
  readonly message: RegExp;
  readonly cause: string;
}

const DAMAGES: readonly Damage[] = [
  {
    message: /unexpected end of file|end of central directory|truncated input|unexpected eof/i,
    cause: 'it ends too early, as after an interrupted download',
  },
  { message: /incorrect (?:data|length) check|checksum/i, cause: 'its checksum is wrong' },
  {
    message: /^(?:invalid (?:block|stored|code|bit|literal|distance)|too many length)/i,
    cause: 'some of its bytes are wrong',
  },
];

/** Archives that are intact, but have something appended, are split, or are encrypted. */
const OTHERS: readonly (readonly [message: RegExp, found: string, advice: string])[] = [
  [
    /invalid comment length/i,
    'it is followed by data that is not part of it',
    'unpack it, e.g. unzip FILE, and give the unpacked file',
  ],
  [
    /multi-disk/i,
    'it is one of several parts of an archive',
    'put them together, e.g. zip -s 0 FILE --out NEW.zip, and give the new file',
  ],
  [
    /strong encryption/i,
    'its files are encrypted',
    'unpack it with its password, and give the unpacked file',
  ],
];

/** What is wrong with an archive. */
interface ArchiveFault {
  readonly found: string;
  /** What to do about one that is whole; undefined for a damaged one. */
  readonly advice?: string;
}

/** Why an archive could not be unpacked, in words about the archive. */
export function archiveFault(error: unknown): ArchiveFault {
  const message = messageOf(error);
  if (error instanceof ArchiveError) return { found: message, advice: error.advice };
  const other = OTHERS.find(([pattern]) => pattern.test(message));
  if (other !== undefined) return { found: other[1], advice: other[2] };
  return { found: DAMAGES.find((damage) => damage.message.test(message))?.cause ?? message };
}

/** The same as an error. */
export function archiveError(error: unknown): ArchiveError {
  if (error instanceof ArchiveError) return error;
  const { found, advice } = archiveFault(error);
  return advice === undefined
    ? new ArchiveError(`it is damaged (${found})`, { cause: error, advice: 'download it again' })
    : new ArchiveError(found, { cause: error, advice });
}
