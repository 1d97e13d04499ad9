import type { Peer } from './peer.js';

/** The context passed to every benchmark. */
export interface BenchContext {
  /** Where benchmarks keep data: the stand-ins, and `cache/` for openDataset's option dataDirectory. */
  readonly dataDirectory: string;
  /** Path of the stand-in's file of plays, made when missing; default the full 358,868 users. */
  standIn(users?: number): Promise<string>;
  /** The Python that has implicit, pandas and scipy; undefined when there is none, and the run says so. */
  readonly python: string | undefined;
  /**
   * Starts a script of test/bench/peers/ that answers requests, or gives undefined without a Python. All
   * peers still running are stopped when the benchmark ends.
   */
  startPeer(script: string): Peer | undefined;
  /** How often each measurement is repeated, after the warm-up. */
  readonly runs: number;
  /** Prints the current step on its own line. */
  say(line: string): void;
}

/** A measurement, repeated several times. */
export interface Sample {
  readonly min: number;
  readonly median: number;
}

/** One line of a benchmark's result. */
export interface BenchRow {
  readonly name: string;
  /** The unit: `s`, `ms`, `MB`, ... */
  readonly unit: string;
  readonly ours: Sample;
  readonly peer?: Sample;
  /** The peer's minimum divided by ours: how many times faster or smaller; left out without a peer. */
  readonly ratio?: number;
  readonly note?: string;
}

/** A benchmark: it measures, and what it returns becomes its section of RESULTS.md. */
export interface Benchmark {
  readonly title: string;
  /** What is compared with what, in a sentence or two for RESULTS.md. */
  readonly about: string;
  run(context: BenchContext): Promise<BenchRow[]>;
}
