import { createHash } from 'node:crypto';
import type { Interactions } from '../../matrix/interactions.js';
import type { Split } from '../split/split.js';

/**
 * What a split's parts hold, in 32 hexadecimal digits: equal for equal plays in equal places, whatever the rows and
 * columns are called. Cost: a pass over the entries (half a second for 18 million).
 */
export function fingerprintOf({ train, known, test }: Split): string {
  const hash = createHash('sha256');
  for (const part of known === train ? [train, test] : [train, known, test]) {
    for (const bytes of bytesOf(part)) hash.update(bytes);
  }
  return hash.digest('hex').slice(0, 32);
}

/** A short name of anything that JSON can hold. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

function bytesOf({ byUser }: Interactions): Uint8Array[] {
  const { rows, columns, indptr, indices, values } = byUser;
  // A view of the arrays' bytes: hashing copies nothing.
  return [Int32Array.of(rows, columns), indptr, indices, values].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  );
}
