/**
 * The letters of a name as a set of 32 bits, of which some letters share one. An edit (Levenshtein) removes a letter, adds
 * one, or both, so that names with more than twice as many {@link lettersApart} as edits need not be compared.
 */
export function letterBits(name: string): number {
  let letters = 0;
  for (let i = 0; i < name.length; i++) letters |= 1 << (name.charCodeAt(i) & 31);
  return letters;
}

/** How many bits are in one of two sets of {@link letterBits} only. */
export function lettersApart(one: number, other: number): number {
  const bits = one ^ other;
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
