/** The middle of the values when they are sorted, the upper one of an even number; they stay as they are. */
export function median(values: Float32Array): number {
  return values.slice().sort()[Math.floor(values.length / 2)];
}
