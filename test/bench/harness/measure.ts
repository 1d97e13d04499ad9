import type { BenchRow, Sample } from './context.js';

/** Does the work once and gives the number measured: seconds, bytes, ... */
export type Measured = () => number | Promise<number>;

/** The seconds that the work takes. It must return a result, so that nothing is optimised away. */
export async function seconds(work: () => unknown): Promise<number> {
  const start = performance.now();
  const result = await work();
  const elapsed = (performance.now() - start) / 1000;
  if (result === undefined) throw new Error('a measured function must return its result');
  return elapsed;
}

/**
 * Measures ours and the peer in turns, after a warm-up of each, so that both see the same machine.
 *
 * @param options.runs how often each is measured
 * @param options.warmUp how often each runs before; default once
 */
export async function compare(
  name: string,
  unit: string,
  options: { runs: number; warmUp?: number; ours: Measured; peer?: Measured; note?: string },
): Promise<BenchRow> {
  const { runs, warmUp = 1, ours, peer, note } = options;
  const mine: number[] = [];
  const theirs: number[] = [];
  for (let run = -warmUp; run < runs; run++) {
    const mineNow = await ours();
    const theirsNow = await peer?.();
    if (run < 0) continue;
    mine.push(mineNow);
    if (theirsNow !== undefined) theirs.push(theirsNow);
  }
  return row(name, unit, sampleOf(mine), peer && sampleOf(theirs), note);
}

/** A row from samples taken elsewhere. */
export function row(name: string, unit: string, ours: Sample, peer?: Sample, note?: string): BenchRow {
  return { name, unit, ours, peer, ratio: peer && peer.min / ours.min, note };
}

/** Minimum and median. */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { min: sorted[0], median };
}
