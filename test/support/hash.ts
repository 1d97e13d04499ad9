import { type BinaryLike, createHash } from 'node:crypto';

/** Long enough to distinguish results. */
export function hash(...parts: BinaryLike[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex').slice(0, 16);
}

export const hashOf = (value: unknown) => hash(JSON.stringify(value));
