import { isObject } from '../../util/checks.js';
/*
 * The safetensors format (https://huggingface.co/docs/safetensors): 8 bytes, the header's length N, little
 * endian; N bytes of JSON, padded with spaces; then the tensors, little endian, without gaps. Typed arrays have the
 * machine's byte order, which is little endian wherever Node.js and browsers run.
 */
import { InputError } from '../../util/errors.js';
import { formatCount } from '../../util/format.js';

/** Where a tensor is in a file. */
interface TensorPlace {
  /** `F32`, `I32`, `U8` and the format's other names. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First byte, from the start of the file. */
  readonly begin: number;
  /** One past the last byte. */
  readonly end: number;
}

/** The contents of a file's header. */
export interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorPlace>;
}

/** The values of a tensor. */
export type TensorData = Float32Array | Int32Array | Uint8Array;

/** Values and their shape, row-major. */
export interface Tensor<Data extends TensorData = TensorData> {
  readonly shape: readonly number[];
  readonly data: Data;
}

/** Bytes of the prefix that holds the header's length. */
export const PREFIX_BYTES = 8;

/** The reference implementation rejects longer headers too; this bounds what is allocated. */
const MAX_HEADER_BYTES = 100_000_000;

/** Bytes per value of each type of the format. */
const VALUE_BYTES = new Map(
  Object.entries({
    BOOL: 1,
    U8: 1,
    I8: 1,
    F8_E5M2: 1,
    F8_E4M3: 1,
    I16: 2,
    U16: 2,
    F16: 2,
    BF16: 2,
    I32: 4,
    U32: 4,
    F32: 4,
    I64: 8,
    U64: 8,
    F64: 8,
  }),
);

/**
 * How many bytes of header follow the first 8.
 *
 * @param start at least the first 8 bytes, fewer when the file has no more
 * @param fileBytes size of the whole file
 * @throws InputError with a clause about the file ("it is ...") when this cannot be a safetensors file
 */
export function headerBytes(start: Uint8Array, fileBytes: number): number {
  if (fileBytes === 0) throw new InputError('it is empty');
  if (start.length < PREFIX_BYTES) {
    throw new InputError(`it is not a safetensors file: it has only ${formatCount(fileBytes)} bytes`);
  }
  const length = new DataView(start.buffer, start.byteOffset).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    throw new InputError('it is not a safetensors file: its first 8 bytes are not the length of a header');
  }
  if (PREFIX_BYTES + Number(length) > fileBytes) {
    const found = formatCount(fileBytes - PREFIX_BYTES);
    throw new InputError(
      `it is truncated or not a safetensors file: it has ${found} of ${formatCount(Number(length))} bytes of header`,
    );
  }
  return Number(length);
}

/**
 * Decodes and checks a header: every tensor's bytes fit its type and shape, and together they fill the file without
 * gaps.
 *
 * @param json the header's bytes
 * @param fileBytes size of the whole file
 * @throws InputError with a clause about the file ("it is ...")
 */
export function decodeHeader(json: Uint8Array, fileBytes: number): Header {
  const { __metadata__: metadata = {}, ...entries } = parseObject(json);
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    throw damagedFile('its metadata values are not strings');
  }
  const dataStart = PREFIX_BYTES + json.length;
  const places = Object.entries(entries).map(([name, entry]) => placeOf(name, entry, dataStart));
  places.sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  let end = dataStart;
  for (const [name, place] of places) {
    if (place.begin !== end)
      throw damagedFile(`tensor '${name}' does not start where the one before it ends`);
    end = place.end;
  }
  if (end > fileBytes) {
    throw truncatedFile(fileBytes, end);
  }
  if (end < fileBytes) throw damagedFile(`${formatCount(fileBytes - end)} bytes follow its last tensor`);
  return { metadata: metadata as Record<string, string>, tensors: new Map(places) };
}

/** Zeroed values for a tensor, on a buffer of their own. */
export function allocateTensor(name: string, { dtype, begin, end }: TensorPlace): TensorData {
  const buffer = new ArrayBuffer(end - begin);
  if (dtype === 'F32') return new Float32Array(buffer);
  if (dtype === 'I32') return new Int32Array(buffer);
  if (dtype === 'U8') return new Uint8Array(buffer);
  throw new InputError(`its tensor '${name}' holds ${dtype} values; expected F32, I32 or U8`);
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

/** The format's name for the type of the values. */
function dtypeOf(data: TensorData): string {
  if (data instanceof Float32Array) return 'F32';
  return data instanceof Int32Array ? 'I32' : 'U8';
}

function parseObject(json: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new InputError('it is not a safetensors file: its header is not JSON', { cause });
  }
  throw new InputError('it is not a safetensors file: its header is not a JSON object');
}

function placeOf(name: string, entry: unknown, dataStart: number): [string, TensorPlace] {
  const { dtype, shape, data_offsets: offsets } = isObject(entry) ? entry : {};
  const bytes = typeof dtype === 'string' ? VALUE_BYTES.get(dtype) : undefined;
  if (bytes === undefined || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw damagedFile(`the header's entry for tensor '${name}' is not understood`);
  }
  const [begin, end] = offsets;
  if (end - begin !== shape.reduce((product, size) => product * size, bytes)) {
    throw damagedFile(
      `tensor '${name}' has ${formatCount(end - begin)} bytes, which is not ${dtype} x [${shape}]`,
    );
  }
  return [name, { dtype: dtype as string, shape, begin: dataStart + begin, end: dataStart + end }];
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** A clause about a file ("it is ..."), with what to do where giving another file is not the whole of it. */
export class FileClause extends InputError {
  constructor(
    message: string,
    readonly advice: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const COPY_AGAIN = 'copy it again from where it is whole';

/** The clause for a file that begins correctly but is damaged. */
export function damagedFile(what: string, cause?: unknown): InputError {
  return new FileClause(`it is damaged: ${what}`, COPY_AGAIN, { cause });
}

function truncatedFile(found: number, expected: number): InputError {
  const bytes = `${formatCount(found)} of ${formatCount(expected)} bytes`;
  return new FileClause(`it is truncated: it has ${bytes}`, COPY_AGAIN);
}
