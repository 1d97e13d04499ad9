import {
  allocateTensor,
  decodeHeader,
  headerBytes,
  PREFIX_BYTES,
  type Tensor,
} from '#listenlab/engine/model/safetensors.js';

/**
 * The tensors and metadata in the bytes of a whole file, as model/node/model-file.ts reads them from disk.
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
