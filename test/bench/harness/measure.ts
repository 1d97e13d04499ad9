import type { BenchRow, Cost, Sample } from './context.js';

/** Does the work once and gives what it took. */
export type Measured = () => Cost | Promise<Cost>;

/** Units of time, in seconds. */
const UNITS = { s: 1, ms: 1e-3 } as const;
type TimeUnit = keyof typeof UNITS;

/** What the work takes in this process. It must return a result, so that nothing is optimised away. */
export async function costOf(work: () => unknown): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (result === undefined) throw new Error('a measured function must return its result');
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

/**
 * Measures several sides in turns, after a warm-up of each, so that all see the same machine.
 *
 * @param options.runs how often each is measured
 * @param options.warmUp how often each runs before; default once
 */
export async function alternate<Taken extends Cost>(
  sides: Readonly<Record<string, () => Taken | Promise<Taken>>>,
  { runs, warmUp = 1 }: { runs: number; warmUp?: number },
): Promise<Record<string, Taken[]>> {
  const costs: Record<string, Taken[]> = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let run = -warmUp; run < runs; run++) {
    for (const [name, measure] of Object.entries(sides)) {
      const cost = await measure();
      if (run >= 0) costs[name].push(cost);
    }
  }
  return costs;
}

/** Measures ours and the peer in turns: {@link alternate}. */
export async function compare(
  name: string,
  unit: TimeUnit,
  options: { runs: number; warmUp?: number; ours: Measured; peer?: Measured; note?: string },
): Promise<BenchRow> {
  const { ours, peer, note } = options;
  const costs = await alternate<Cost>({ ours, ...(peer && { peer }) }, options);
  return { ...costRow(name, unit, costs.ours, costs.peer), note };
}

/** A row with the time and the CPU time of runs. */
export function costRow(
  name: string,
  unit: TimeUnit,
  ours: readonly Cost[],
  peer?: readonly Cost[],
): BenchRow {
  const sample = (costs: readonly Cost[], key: keyof Cost) =>
    sampleOf(costs.map((cost) => cost[key] / UNITS[unit]));
  return {
    ...row(name, unit, sample(ours, 'seconds'), peer && sample(peer, 'seconds')),
    cpu: { ours: sample(ours, 'cpuSeconds'), peer: peer && sample(peer, 'cpuSeconds') },
  };
}

/** What one of so many equal parts of a run took. */
export function shareOf({ seconds, cpuSeconds }: Cost, parts: number): Cost {
  return { seconds: seconds / parts, cpuSeconds: cpuSeconds / parts };
}

/** What runs took together. */
export function sumOf(costs: readonly Cost[]): Cost {
  const sum = (key: keyof Cost) => costs.reduce((total, cost) => total + cost[key], 0);
  return { seconds: sum('seconds'), cpuSeconds: sum('cpuSeconds') };
}

/** A row from samples taken elsewhere. */
export function row(name: string, unit: string, ours: Sample, peer?: Sample, note?: string): BenchRow {
  return { name, unit, ours, peer, note };
}

/** Minimum and median. */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { min: sorted[0], median };
}
