import { showValue } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';

/** The best rows of a scoring, best first. */
export interface Ranking {
  /** (k) row numbers, the highest score first; equal scores in rising row order. */
  readonly rows: Int32Array;
  /** (k) the score of each. */
  readonly scores: Float64Array;
}

/**
 * The k highest scores, exactly.
 *
 * @param count rows to score, 0 to count - 1
 * @param k how many to keep; fewer come back when fewer are left
 * @param score the score of a row, or `undefined` to leave the row out; called once a row, rows rising. Scores
 * up to `toBeat` change nothing: once k are found it is the worst of them
 * Cost: `count` calls of `score` and O(count log k) at the worst.
 */
export function topK(
  count: number,
  k: number,
  score: (row: number, toBeat: number) => number | undefined,
): Ranking {
  const best = new BestRows(Math.min(k, count));
  for (let row = 0; row < count; row++) {
    const value = score(row, best.toBeat);
    if (value !== undefined) best.offer(row, value);
  }
  return best.finish();
}

/** The k best of the rows it is offered, exactly: a bounded heap with the worst of them at its root. */
export class BestRows {
  /**
   * Scores below it change nothing, nor do equal ones where rows come in rising order: once k rows are kept it is the
   * score of the worst. Only `offer` sets it.
   */
  toBeat: number;
  readonly #rows: Int32Array;
  readonly #scores: Float64Array;
  #size = 0;

  /** @param k how many to keep; fewer when fewer are offered */
  constructor(k: number) {
    this.#rows = new Int32Array(k);
    this.#scores = new Float64Array(k);
    this.toBeat = k > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  /** Keeps a row if it is among the best so far. Cost: O(log k) at the worst. */
  offer(row: number, score: number): void {
    const scores = this.#scores;
    if (this.#size < scores.length) siftUp(this.#rows, scores, this.#size++, row, score);
    else if (score > this.toBeat || (score === this.toBeat && row < this.#rows[0]))
      siftDown(this.#rows, scores, this.#size, row, score);
    else return;
    if (this.#size === scores.length) this.toBeat = scores[0];
  }

  /** What was kept, the best first; nothing more can be offered then. */
  finish(): Ranking {
    sortHeap(this.#rows, this.#scores, this.#size);
    return { rows: this.#rows.subarray(0, this.#size), scores: this.#scores.subarray(0, this.#size) };
  }
}

function isWorse(scoreA: number, rowA: number, scoreB: number, rowB: number): boolean {
  return scoreA < scoreB || (scoreA === scoreB && rowA > rowB);
}

/** Adds an entry at the end of the heap and lets it rise to its place. */
function siftUp(rows: Int32Array, scores: Float64Array, end: number, row: number, score: number): void {
  let place = end;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (!isWorse(score, row, scores[parent], rows[parent])) break;
    rows[place] = rows[parent];
    scores[place] = scores[parent];
    place = parent;
  }
  rows[place] = row;
  scores[place] = score;
}

/** Puts an entry in place of the root and lets it sink to its place. */
function siftDown(rows: Int32Array, scores: Float64Array, size: number, row: number, score: number): void {
  let place = 0;
  while (true) {
    let child = 2 * place + 1;
    if (child >= size) break;
    if (child + 1 < size && isWorse(scores[child + 1], rows[child + 1], scores[child], rows[child])) child++;
    if (!isWorse(scores[child], rows[child], score, row)) break;
    rows[place] = rows[child];
    scores[place] = scores[child];
    place = child;
  }
  rows[place] = row;
  scores[place] = score;
}

/** Takes the worst from the heap again and again, filling the array from its end: the best comes first. */
function sortHeap(rows: Int32Array, scores: Float64Array, size: number): void {
  for (let end = size - 1; end > 0; end--) {
    const [row, score] = [rows[end], scores[end]];
    [rows[end], scores[end]] = [rows[0], scores[0]];
    siftDown(rows, scores, end, row, score);
  }
}

/** @throws InputError unless `index` is a row number below `size`. */
export function checkIndex(kind: 'artist' | 'user', index: number, size: number): void {
  if (Number.isInteger(index) && index >= 0 && index < size) return;
  const expected = size === 0 ? `the model has no ${kind}s` : `expected a row from 0 to ${size - 1}`;
  throw new InputError(`${kind} index is ${showValue(index)}; ${expected}`);
}
