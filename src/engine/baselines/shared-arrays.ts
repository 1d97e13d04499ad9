import { InputError, messageOf } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { allocateShared } from '../matrix/csr.js';

/**
 * Zeros that all threads share; on a plain buffer in browsers that hide shared memory.
 *
 * @throws InputError where the system has no room for them
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
      `no room for the ${formatBytes(bytes)} that this needs (${messageOf(cause)}); close other programs or ask ` +
        'for fewer artists or factors',
      { cause },
    );
  }
}
