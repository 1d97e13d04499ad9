import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { abortError, InputError } from '../../../util/errors.js';
import {
  allocateTensor,
  damagedFile,
  decodeHeader,
  encodeSafetensors,
  type Header,
  headerBytes,
  PREFIX_BYTES,
  type Tensor,
} from '../safetensors.js';

/** Bytes read at a time: their checksum is computed while a core's cache still has them. */
const BLOCK_BYTES = 2 ** 22;

/** Blocks under way: filling new memory takes longer than a checksum, so that two threads do it while a third block waits. */
const BLOCKS_AHEAD = 3;

/** Tensors and texts by name. */
interface TensorFile<Name extends string> {
  readonly tensors: Readonly<Record<Name, Tensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The pieces of a safetensors file whose metadata's `crc32` covers the tensors and the other metadata. The tensors are
 * not copied.
 */
export function encodeTensorFile({ tensors, metadata }: TensorFile<string>): Uint8Array[] {
  return encodeSafetensors(tensors, { ...metadata, crc32: checksum(tensors, metadata) });
}

/**
 * Reads tensors of a safetensors file, verifying its checksum if it has one.
 *
 * @param names of the tensors that the checksum covers, which are all that are read
 * @param checkHeader throws an InputError for a header without these tensors; called before anything is allocated
 * @param signal stops the reading
 * @returns also whether there was a checksum
 * @throws InputError with a clause about the file ("it is ...")
 */
export async function readTensorFile<Name extends string>(
  handle: FileHandle,
  names: readonly Name[],
  checkHeader: (header: Header) => void,
  signal?: AbortSignal,
): Promise<TensorFile<Name> & { isVerified: boolean }> {
  const { size } = await handle.stat();
  const prefix = new Uint8Array(Math.min(PREFIX_BYTES, size));
  await readInto(handle, prefix, 0);
  const json = new Uint8Array(headerBytes(prefix, size));
  await readInto(handle, json, PREFIX_BYTES);
  const header = decodeHeader(json, size);
  checkHeader(header);
  const { crc32: expected, ...metadata } = header.metadata;
  const tensors: Partial<Record<Name, Tensor>> = {};
  for (const name of names) {
    const place = header.tensors.get(name)!;
    tensors[name] = { shape: place.shape, data: allocateTensor(name, place) };
  }
  const found = tensors as Record<Name, Tensor>;
  const begins = (name: string) => header.tensors.get(name)!.begin;
  const blocks = inOrder(found).flatMap(([name, tensor]) => blocksOf(name, tensor, begins(name)));
  const crc = await readBlocks(handle, blocks, crcOf(metadata), signal);
  // A file rewritten by other software may come without a checksum.
  if (expected !== undefined && expected !== textOf(crc)) {
    throw damagedFile('its content does not match its checksum');
  }
  return { tensors: found, metadata, isVerified: expected !== undefined };
}

/** A part of a tensor, and its place in a file. */
interface Block {
  /** What the checksum covers before it, of a tensor's first block. */
  readonly title: string | undefined;
  readonly bytes: Uint8Array;
  readonly position: number;
}

/** The blocks of a tensor; of an empty one, an empty block: Node.js begins a checksum anew there, as `checksum` does. */
function blocksOf(name: string, { shape, data }: Tensor, begin: number): Block[] {
  const count = Math.max(1, Math.ceil(data.byteLength / BLOCK_BYTES));
  return Array.from({ length: count }, (_, i) => {
    const from = i * BLOCK_BYTES;
    const length = Math.min(BLOCK_BYTES, data.byteLength - from);
    return {
      title: i === 0 ? titleOf(name, shape) : undefined,
      bytes: new Uint8Array(data.buffer, data.byteOffset + from, length),
      position: begin + from,
    };
  });
}

/** Fills blocks from a file; @returns the checksum that goes on from `crc` */
async function readBlocks(
  handle: FileHandle,
  blocks: readonly Block[],
  crc: number,
  signal?: AbortSignal,
): Promise<number> {
  const reads: Promise<unknown>[] = [];
  let sum = crc;
  try {
    for (const [i, { title, bytes }] of blocks.entries()) {
      while (reads.length < Math.min(i + BLOCKS_AHEAD, blocks.length)) {
        const next = blocks[reads.length];
        const reading = readInto(handle, next.bytes, next.position, signal);
        // Awaited in its turn; until then a failure must not be an unhandled rejection.
        reading.catch(() => {});
        reads.push(reading);
      }
      await reads[i];
      if (title !== undefined) sum = crc32(title, sum);
      sum = crc32(bytes, sum);
    }
    return sum;
  } finally {
    await Promise.allSettled(reads);
  }
}

async function readInto(
  handle: FileHandle,
  bytes: Uint8Array,
  position: number,
  signal?: AbortSignal,
): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    if (signal?.aborted) throw abortError(signal);
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new InputError('it became shorter while it was read');
    done += bytesRead;
  }
}

/** CRC-32 of the metadata and of the tensors in the order of their names, as 8 hexadecimal digits. */
function checksum(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>>,
): string {
  let crc = crcOf(metadata);
  for (const [name, { shape, data }] of inOrder(tensors)) {
    crc = crc32(titleOf(name, shape), crc);
    crc = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), crc);
  }
  return textOf(crc);
}

function inOrder(tensors: Readonly<Record<string, Tensor>>): [string, Tensor][] {
  return Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1));
}

function crcOf(metadata: Readonly<Record<string, string>>): number {
  return crc32(JSON.stringify(Object.entries(metadata).sort()));
}

function titleOf(name: string, shape: readonly number[]): string {
  return JSON.stringify([name, shape]);
}

function textOf(crc: number): string {
  return crc.toString(16).padStart(8, '0');
}
