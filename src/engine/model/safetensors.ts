import { InputError } from '../../util/errors.js';
import { decodeHeader, headerBytes, PREFIX_BYTES, type TensorPlace } from './safetensors-header.js';

/** The values of a tensor. */
export type TensorData = Float32Array | Int32Array | Uint8Array;

/** Values and their shape, row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** The format's name for the type of the values. */
export function dtypeOf(data: TensorData): string {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Int32Array ? 'I32' : 'U8';
}

/**
 * A file in the safetensors format, as the pieces to write one after another. The tensors are not copied.
 * Wider types come first, so that every tensor starts at a multiple of its value size.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array[] {
  const entries = Object.entries(tensors).sort(
    ([nameA, a], [nameB, b]) =>
      b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT || (nameA < nameB ? -1 : 1),
  );
  const header: Record<string, unknown> = { __metadata__: metadata };
  let end = 0;
  for (const [name, { shape, data }] of entries) {
    const begin = end;
    end += data.byteLength;
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [begin, end] };
  }
  const views = entries.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return [encodeHeader(header), ...views];
}

function encodeHeader(header: Record<string, unknown>): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(PREFIX_BYTES + padded).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.set(json, PREFIX_BYTES);
  return bytes;
}

/**
 * The tensors and metadata in the bytes of a whole file. For big files on disk read the header first.
 *
 * @throws InputError with a clause about the file ("it is ..."); for a tensor of another type than F32, I32, U8
 */
export function decodeSafetensors(bytes: Uint8Array): {
  tensors: Record<string, Tensor>;
  metadata: Readonly<Record<string, string>>;
} {
  const length = headerBytes(bytes.subarray(0, PREFIX_BYTES), bytes.length);
  const header = decodeHeader(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length), bytes.length);
  const tensors = Object.fromEntries(
    Array.from(header.tensors, ([name, place]) => {
      const data = allocateTensor(name, place);
      new Uint8Array(data.buffer).set(bytes.subarray(place.begin, place.end));
      return [name, { shape: place.shape, data }];
    }),
  );
  return { tensors, metadata: header.metadata };
}

/** Zeroed values for a tensor, alone on their buffer. */
export function allocateTensor(name: string, { dtype, begin, end }: TensorPlace): TensorData {
  const buffer = new ArrayBuffer(end - begin);
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'I32') return new Int32Array(buffer);
  if (dtype === 'U8') return new Uint8Array(buffer);
  throw new InputError(`its tensor '${name}' holds ${dtype} values; expected F32, I32 or U8`);
}
