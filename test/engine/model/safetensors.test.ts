import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSafetensors, type Tensor } from '#listenlab/engine/model/safetensors.js';
import { decodeSafetensors } from './decode-safetensors.js';

const tensor: fc.Arbitrary<Tensor> = fc
  .array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 })
  .chain((shape) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: length, maxLength: length });
    return fc
      .oneof(
        values(fc.float()).map((data) => Float32Array.from(data)),
        values(fc.integer()).map((data) => Int32Array.from(data)),
        values(fc.nat(255)).map((data) => Uint8Array.from(data)),
      )
      .map((data) => ({ shape, data }));
  });
const text = fc.string({ unit: 'grapheme' });
const file = fc.record({
  tensors: fc.dictionary(
    text.filter((name) => name !== '__metadata__'),
    tensor,
    { maxKeys: 5 },
  ),
  metadata: fc.dictionary(text, text, { maxKeys: 4 }),
});

function join(chunks: Uint8Array[]): Uint8Array {
  return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
}

/** A file with this header and this many bytes of data. */
function made(header: string, dataBytes = 0): Uint8Array {
  const json = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  bytes[0] = json.length % 256;
  bytes[1] = Math.floor(json.length / 256);
  bytes.set(json, 8);
  return bytes;
}

describe('the safetensors format', () => {
  it('is 8 bytes of length, JSON padded with spaces to a multiple of 8, and the values', () => {
    const bytes = join(
      encodeSafetensors(
        {
          b: { shape: [3], data: Uint8Array.of(7, 8, 9) },
          a: { shape: [1, 2], data: Int32Array.of(1, 258) },
        },
        { format: 'x' },
      ),
    );
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const json = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect([length % 8, bytes[4], bytes.length]).toEqual([0, 0, 8 + length + 11]);
    expect(json.trimEnd()).toBe(
      '{"__metadata__":{"format":"x"},"a":{"dtype":"I32","shape":[1,2],"data_offsets":[0,8]},' +
        '"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}',
    );
    expect([...bytes.subarray(8 + length)]).toEqual([1, 0, 0, 0, 2, 1, 0, 0, 7, 8, 9]);
  });

  it('returns what was written, from bytes at any offset', () => {
    fc.assert(
      fc.property(file, fc.nat(7), ({ tensors, metadata }, shift) => {
        const bytes = join([new Uint8Array(shift), ...encodeSafetensors(tensors, metadata)]).subarray(shift);
        expect(decodeSafetensors(bytes)).toEqual({ tensors: { ...tensors }, metadata: { ...metadata } });
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'it is empty'],
    ['5 bytes', new Uint8Array(5), 'it is not a safetensors file: it has only 5 bytes'],
    [
      'a text',
      new TextEncoder().encode('user\tartist\tplays\n'),
      'it is not a safetensors file: its first 8 bytes are not the length of a header',
    ],
    [
      'a header that is not there',
      made('{}').with(0, 200),
      'it is truncated or not a safetensors file: it has 2 of 200 bytes of header',
    ],
    ['no JSON', made('{"a":'), 'it is not a safetensors file: its header is not JSON'],
    [
      'bytes that are no UTF-8',
      made('{"a"}').with(9, 255),
      'it is not a safetensors file: its header is not JSON',
    ],
    ['another JSON', made('[1]'), 'it is not a safetensors file: its header is not a JSON object'],
    [
      'metadata that are no texts',
      made('{"__metadata__":{"a":1}}'),
      'it is damaged: its metadata values are not strings',
    ],
    [
      'an unknown type',
      made('{"a":{"dtype":"X","shape":[],"data_offsets":[0,0]}}'),
      "it is damaged: the header's entry for tensor 'a' is not understood",
    ],
    [
      'a shape below zero',
      made('{"a":{"dtype":"U8","shape":[-1,-1],"data_offsets":[0,1]}}', 1),
      "it is damaged: the header's entry for tensor 'a' is not understood",
    ],
    [
      'a shape and bytes that differ',
      made('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 4),
      "it is damaged: tensor 'a' has 4 bytes, which is not F32 x [2]",
    ],
    [
      'an absurd size',
      made('{"a":{"dtype":"U8","shape":[9007199254740991],"data_offsets":[0,9007199254740991]}}', 4),
      'it is truncated: it has 95 of 9,007,199,254,741,082 bytes',
    ],
    [
      'a hole',
      made('{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}', 2),
      "it is damaged: tensor 'a' does not start where the one before it ends",
    ],
    [
      'tensors that overlap',
      made(
        '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}',
        3,
      ),
      "it is damaged: tensor 'b' does not start where the one before it ends",
    ],
    ['bytes too many', made('{}', 3), 'it is damaged: 3 bytes follow its last tensor'],
    [
      'a type of number we do not read',
      made('{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}', 8),
      "its tensor 'a' holds F64 values; expected F32, I32 or U8",
    ],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(new RegExp(`^${message.replace(/[[\]()]/g, '\\$&')}$`));
    expect(() => decodeSafetensors(bytes)).toThrow(expect.objectContaining({ name: 'InputError' }));
  });
});
