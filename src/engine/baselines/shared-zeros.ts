import { InputError, messageOf } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { allocateShared } from '../matrix/csr.js';

/**
 * Zeros that all threads share; on a plain buffer in browsers without shared memory.
 *
 * @throws InputError when memory runs out
 */
export function sharedFloat64(length: number): Float64Array {
  return new Float64Array(allocate(length * Float64Array.BYTES_PER_ELEMENT));
}

/** {@link sharedFloat64} in single precision. */
export function sharedFloat32(length: number): Float32Array {
  return new Float32Array(allocate(length * Float32Array.BYTES_PER_ELEMENT));
}

function allocate(bytes: number): ArrayBufferLike {
  try {
    return allocateShared(bytes);
  } catch (cause) {
    throw new InputError(
      `not enough memory for the ${formatBytes(bytes)} that this needs (${messageOf(cause)}); close other programs or ask ` +
        'for fewer artists or factors',
      { cause },
    );
  }
}
