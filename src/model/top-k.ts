/** The best rows of a scoring, best first. */
export interface Ranking {
  /** (k) row numbers, the highest score first; equal scores in rising row order. */
  readonly rows: Int32Array;
  /** (k) the score of each. */
  readonly scores: Float64Array;
}

/**
 * The k highest scores, exactly, with a bounded heap whose root is the worst kept.
 *
 * @param count rows to score, 0 to count - 1
 * @param k how many to keep; fewer come back when fewer are left
 * @param score the score of a row, or `undefined` to leave the row out
 * Cost: one call of `score` per row and O(count log k) at the worst.
 */
export function topK(count: number, k: number, score: (row: number) => number | undefined): Ranking {
  const kept: { row: number; score: number }[] = [];
  for (let row = 0; row < count; row++) {
    const value = score(row);
    if (value === undefined) continue;
    const entry = { row, score: value };
    if (kept.length < k) siftUp(kept, entry);
    else if (k > 0 && isBetter(entry, kept[0])) replaceRoot(kept, entry);
  }
  kept.sort((a, b) => (isBetter(a, b) ? -1 : 1));
  return {
    rows: Int32Array.from(kept, (entry) => entry.row),
    scores: Float64Array.from(kept, (entry) => entry.score),
  };
}

interface Entry {
  readonly row: number;
  readonly score: number;
}

function isBetter(a: Entry, b: Entry): boolean {
  return a.score > b.score || (a.score === b.score && a.row < b.row);
}

function siftUp(heap: Entry[], entry: Entry): void {
  let child = heap.push(entry) - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!isBetter(heap[parent], entry)) break;
    heap[child] = heap[parent];
    child = parent;
  }
  heap[child] = entry;
}

function replaceRoot(heap: Entry[], entry: Entry): void {
  let parent = 0;
  while (true) {
    let child = 2 * parent + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBetter(heap[child], heap[child + 1])) child++;
    if (!isBetter(entry, heap[child])) break;
    heap[parent] = heap[child];
    parent = child;
  }
  heap[parent] = entry;
}
