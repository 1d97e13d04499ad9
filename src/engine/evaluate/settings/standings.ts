import type { SweepTrial } from '../sweep/trials.js';
import { type Candidate, WELL_KNOWN } from './candidates.js';
import type { Pace } from './pace.js';
import { GROUNDS, type Ground } from './stages.js';

/** A trial of the search for settings. */
export interface EvidenceRow extends SweepTrial {
  /** Which of the `stages` tried it, counted from 1. */
  readonly stage: number;
  /** Number of splits averaged over. */
  readonly splits: number;
  /** Number of users judged. */
  readonly users: number;
}

/** Settings with what they were worth. */
export interface Standing {
  readonly candidate: Candidate;
  readonly row: EvidenceRow;
}

/** Settings judged on one ground. */
interface Judged extends Standing {
  readonly pace: Pace;
}

/** How good all settings were so far, by the ground that they were judged on. */
export class Standings {
  readonly #judged = new Map<Ground, Map<string, Judged>>(GROUNDS.map((ground) => [ground, new Map()]));

  /** @param rows of one trial, for each number of its iterations that was judged */
  add(ground: Ground, candidate: Candidate, rows: readonly EvidenceRow[]): void {
    const row = rows.reduce((best, other) => (other.mean > best.mean ? other : best));
    const pace = new Map(rows.map(({ iterations, mean }) => [iterations, mean]));
    this.#on(ground).set(keyOf(candidate), { candidate, row, pace });
  }

  has(ground: Ground, candidate: Candidate): boolean {
    return this.#on(ground).has(keyOf(candidate));
  }

  /**
   * Best first, on the surest ground that says something: where the best so far and what the README recommends were
   * both judged. After them those that were judged on less sure ground only.
   */
  best(): Standing[] {
    let best: Standing[] = [];
    for (const ground of GROUNDS) {
      const needed = best.filter(({ candidate }, at) => at === 0 || candidate === WELL_KNOWN[0]);
      const rows = this.#ranked(ground);
      if (rows.length > 0 && needed.every(({ candidate }) => this.has(ground, candidate))) {
        best = [...rows, ...best.filter(({ candidate }) => !this.has(ground, candidate))];
      }
    }
    return best;
  }

  /** The pace of the best settings on this ground whose iterations are not fixed; empty if there are none. */
  pace(ground: Ground): Pace {
    const best = this.#ranked(ground).find(({ candidate }) => !('options' in candidate));
    return best?.pace ?? new Map();
  }

  /** Every ground's, the surest first. */
  all(): Standing[] {
    return [...GROUNDS].reverse().flatMap((ground) => this.#ranked(ground));
  }

  #on(ground: Ground): Map<string, Judged> {
    return this.#judged.get(ground) as Map<string, Judged>;
  }

  #ranked(ground: Ground): Judged[] {
    return [...this.#on(ground).values()].sort((a, b) => b.row.mean - a.row.mean);
  }
}

function keyOf(candidate: Candidate): string {
  return JSON.stringify(candidate);
}
