// A heap of rows and their scores, the worst at the root, as top-k.ts of the host has it: of equal scores the
// higher row is the worse. A second one, because the host's cannot replace it: called for each artist above the score
// to beat, it made recommending to everyone 13 to 23 % slower. Nor can it replace the host's, which also serves where
// WebAssembly is not allowed.

function isWorse(scoreA: f64, rowA: i32, scoreB: f64, rowB: i32): bool {
  return scoreA < scoreB || (scoreA === scoreB && rowA > rowB);
}

function put(rows: usize, scores: usize, place: usize, row: i32, score: f64): void {
  store<i32>(rows + (place << 2), row);
  store<f64>(scores + (place << 3), score);
}

function rowAt(rows: usize, place: usize): i32 {
  return load<i32>(rows + (place << 2));
}

function scoreAt(scores: usize, place: usize): f64 {
  return load<f64>(scores + (place << 3));
}

/** Whether an entry belongs before the root. */
export function beatsRoot(rows: usize, scores: usize, row: i32, score: f64): bool {
  return isWorse(scoreAt(scores, 0), rowAt(rows, 0), score, row);
}

/** Adds an entry at the end of the heap and lets it rise to its place. */
export function siftUp(rows: usize, scores: usize, end: usize, row: i32, score: f64): void {
  let place = end;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!isWorse(score, row, scoreAt(scores, parent), rowAt(rows, parent))) break;
    put(rows, scores, place, rowAt(rows, parent), scoreAt(scores, parent));
    place = parent;
  }
  put(rows, scores, place, row, score);
}

/** Puts an entry in place of the root and lets it sink to its place. */
export function siftDown(rows: usize, scores: usize, size: usize, row: i32, score: f64): void {
  let place: usize = 0;
  while (true) {
    let child: usize = 2 * place + 1;
    if (child >= size) break;
    const other = child + 1;
    if (
      other < size &&
      isWorse(scoreAt(scores, other), rowAt(rows, other), scoreAt(scores, child), rowAt(rows, child))
    ) {
      child = other;
    }
    if (!isWorse(scoreAt(scores, child), rowAt(rows, child), score, row)) break;
    put(rows, scores, place, rowAt(rows, child), scoreAt(scores, child));
    place = child;
  }
  put(rows, scores, place, row, score);
}

/** Takes the worst from the heap again and again, filling the array from its end: the best comes first. */
export function sortHeap(rows: usize, scores: usize, size: usize): void {
  for (let left = size; left > 1; left--) {
    const end = left - 1;
    const row = rowAt(rows, end);
    const score = scoreAt(scores, end);
    put(rows, scores, end, rowAt(rows, 0), scoreAt(scores, 0));
    siftDown(rows, scores, end, row, score);
  }
}
