import { addEntriesDouble } from './entries-double';
import { areLight, subtractEntriesSingle } from './entries-single';
import { readAhead } from './read-ahead';
import { clearSingle, subtractSingle } from './vector';

/** Entries whose rows are read ahead together: at 64 factors 16 KiB, half of a core's fastest cache. */
const ENTRIES_AHEAD: usize = 64;

/**
 * target += sum_i (goal c_i p_i - (c_i - a0) y_i . x) y_i. With goal 1 and -(a0 YtY + lambda I) x in target,
 * that makes the residual b - A x; with goal 0, -A x. Entries that are light beside what all rows share are
 * added up in float32: what others would lose there, the steps would magnify.
 *
 * @param target (K) float64
 * @param x (K) float64, `bytes` long
 * @param single (K) float32, the same x
 * @param light confidence up to which entries may be added up in float32 (see singlePrecisionLimit in ../../../als/solve.ts)
 * @param sum (K) float32, scratch
 * @param isFar whether to read the rows of y ahead, because nothing before has left them near
 */
export function addEntries(
  target: usize,
  x: usize,
  single: usize,
  start: usize,
  end: usize,
  indices: usize,
  values: usize,
  y: usize,
  bytes: usize,
  unobserved: f64,
  goal: f64,
  light: f32,
  sum: usize,
  isFar: bool,
): void {
  const rowBytes = bytes >> 1;
  for (let from = start; from < end; from += ENTRIES_AHEAD) {
    const to = min(from + ENTRIES_AHEAD, end);
    if (isFar) store<i32>(sum, readAhead(from, to, indices, y, rowBytes));
    clearSingle(sum, rowBytes);
    for (let at = from; at < to; ) {
      const isLight = areLight(at, min(at + 4, to), values, light);
      let stop = at + 4;
      while (stop < to && areLight(stop, min(stop + 4, to), values, light) === isLight) stop += 4;
      stop = min(stop, to);
      if (isLight) {
        subtractEntriesSingle(
          sum,
          single,
          at,
          stop,
          indices,
          values,
          y,
          rowBytes,
          <f32>unobserved,
          <f32>goal,
        );
      } else {
        addEntriesDouble(target, x, at, stop, indices, values, y, bytes, unobserved, goal);
      }
      at = stop;
    }
    subtractSingle(target, sum, rowBytes);
  }
}
