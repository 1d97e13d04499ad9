/**
 * Seeded random numbers: the same seed gives the same sequence on every machine.
 *
 * @example const random = seededRandom(42); random.uniform() // always the same first number
 */
export interface Random {
  /** A number in [0, 1), 32 bits of randomness. */
  uniform(): number;
  /** A whole number in [0, limit). */
  integer(limit: number): number;
  /** A standard normal number (mean 0, deviation 1), by the Box-Muller transform. */
  normal(): number;
  /** Shuffles the array in place (Fisher-Yates) and returns it. */
  shuffle<T extends { [index: number]: unknown; length: number }>(values: T): T;
}

/**
 * sfc32 (Chris Doty-Humphrey's PractRand generator: three words of state and a counter), seeded by
 * splitmix32 so that neighbouring seeds give unrelated sequences.
 *
 * @param seed any number; only its low 32 bits are used
 */
export function seededRandom(seed: number): Random {
  const next = sfc32(seed);
  const uniform = () => next() / 2 ** 32;
  const integer = (limit: number) => Math.floor(uniform() * limit);
  return {
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    shuffle(values) {
      for (let i = values.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        // Exchanging them by destructuring takes twice as long.
        const last = values[i];
        values[i] = values[j];
        values[j] = last;
      }
      return values;
    },
  };
}

function sfc32(seed: number): () => number {
  const mix = splitmix32(seed);
  let a = mix();
  let b = mix();
  let c = mix();
  let counter = 1;
  return () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
}

function splitmix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}
