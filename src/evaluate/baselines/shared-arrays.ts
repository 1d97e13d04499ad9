/** Zeros that all threads share; on a plain buffer in browsers that hide shared memory. */
export function sharedFloat64(length: number): Float64Array {
  return new Float64Array(allocate(length * Float64Array.BYTES_PER_ELEMENT));
}

/** Zeros that all threads share; on a plain buffer in browsers that hide shared memory. */
export function sharedFloat32(length: number): Float32Array {
  return new Float32Array(allocate(length * Float32Array.BYTES_PER_ELEMENT));
}

function allocate(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}
