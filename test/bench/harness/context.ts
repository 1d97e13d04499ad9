import type { PeerPackage, PeerProgram } from './peer.js';

/** The context passed to every benchmark. */
export interface BenchContext {
  /** Where benchmarks keep data: the stand-ins, and `cache/` for openDataset's option dataDirectory. */
  readonly dataDirectory: string;
  /** Path of the stand-in's file of plays, made when missing; default the full 358,868 users. */
  standIn(users?: number): Promise<string>;
  /**
   * A script of test/bench/peers/ that answers requests, ready to be started. Without a Python, or one of the
   * packages that it needs, it says so and gives undefined. What still runs is stopped when the benchmark ends.
   *
   * @param args of the script; default none
   */
  findPeer(script: string, needs: readonly PeerPackage[], args?: readonly string[]): PeerProgram | undefined;
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

/** What one run took. */
export interface Cost {
  readonly seconds: number;
  /** User and system time of all threads. */
  readonly cpuSeconds: number;
}

/** The same measured here and at the peer, if there is one. */
export interface Pair {
  readonly ours: Sample;
  readonly peer?: Sample;
}

/** One line of a benchmark's result. */
export interface BenchRow extends Pair {
  readonly name: string;
  /** Which peer, where a benchmark has several. */
  readonly beside?: string;
  /** The unit: `s`, `ms`, `MB`, ... */
  readonly unit: string;
  /** CPU time of the same runs, in the same unit. */
  readonly cpu?: Pair;
  readonly note?: string;
}

/** A benchmark: it measures, and what it returns becomes its section of RESULTS.md. */
export interface Benchmark {
  readonly title: string;
  /** What is compared with what, in a sentence or two for RESULTS.md. */
  readonly about: string;
  run(context: BenchContext): Promise<BenchRow[]>;
}
