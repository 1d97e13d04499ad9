/** Lists of recommendations. Shapes: users n, places w. */
export interface TopLists {
  /** Places of each list; no metric's k is longer. */
  readonly width: number;
  /** (n x w) artists, best first; only the first `lengths[i]` of row i are set. */
  readonly artists: Int32Array;
  /** (n) how long each list is. */
  readonly lengths: Int32Array;
}

/** The list of the user in row `i`. */
export function listAt({ width, artists, lengths }: TopLists, i: number): Int32Array {
  return artists.subarray(i * width, i * width + lengths[i]);
}
