/** The median, the upper one of an even number; the values are not modified. */
export function median(values: Float32Array): number {
  return values.slice().sort()[Math.floor(values.length / 2)];
}
