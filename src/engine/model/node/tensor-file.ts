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

/** Bytes read at a time: Node.js reads at most 2 GiB, and an interrupt waits for the current read. */
const READ_BYTES = 2 ** 26;

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
 * @throws InputError with a clause about the file ("it is ...")
 */
export async function readTensorFile<Name extends string>(
  handle: FileHandle,
  names: readonly Name[],
  checkHeader: (header: Header) => void,
  signal?: AbortSignal,
): Promise<TensorFile<Name>> {
  const { size } = await handle.stat();
  const prefix = new Uint8Array(Math.min(PREFIX_BYTES, size));
  await readInto(handle, prefix, 0);
  const json = new Uint8Array(headerBytes(prefix, size));
  await readInto(handle, json, PREFIX_BYTES);
  const header = decodeHeader(json, size);
  checkHeader(header);
  const tensors = await readTensors(handle, names, header, signal);
  const { crc32: expected, ...metadata } = header.metadata;
  // A file rewritten by other software may come without a checksum.
  if (expected !== undefined && expected !== checksum(tensors, metadata)) {
    throw damagedFile('its content does not match its checksum');
  }
  return { tensors, metadata };
}

async function readTensors<Name extends string>(
  handle: FileHandle,
  names: readonly Name[],
  header: Header,
  signal?: AbortSignal,
): Promise<Record<Name, Tensor>> {
  const tensors: Partial<Record<Name, Tensor>> = {};
  for (const name of names) {
    const place = header.tensors.get(name)!;
    const data = allocateTensor(name, place);
    await readInto(handle, new Uint8Array(data.buffer), place.begin, signal);
    tensors[name] = { shape: place.shape, data };
  }
  return tensors as Record<Name, Tensor>;
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
    const length = Math.min(READ_BYTES, bytes.length - done);
    const { bytesRead } = await handle.read(bytes, done, length, position + done);
    if (bytesRead === 0) throw new InputError('it became shorter while it was read');
    done += bytesRead;
  }
}

/** CRC-32 of the tensors in the order of their names and of the metadata, as 8 hexadecimal digits. */
function checksum(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>>,
): string {
  let crc = crc32(JSON.stringify(Object.entries(metadata).sort()));
  for (const [name, { shape, data }] of Object.entries(tensors).sort()) {
    crc = crc32(JSON.stringify([name, shape]), crc);
    crc = crc32(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), crc);
  }
  return crc.toString(16).padStart(8, '0');
}
