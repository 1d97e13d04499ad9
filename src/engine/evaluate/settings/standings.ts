import type { SweepTrial } from '../sweep/trials.js';
import { type Candidate, WELL_KNOWN } from './candidates.js';
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

/** How good all settings were so far, by the ground that they were judged on. */
export class Standings {
  readonly #judged = new Map<Ground, Map<string, Standing>>(GROUNDS.map((ground) => [ground, new Map()]));

  add(ground: Ground, standing: Standing): void {
    const judged = this.#on(ground);
    const key = keyOf(standing.candidate);
    const before = judged.get(key);
    // One of several numbers of iterations is the best.
    if (!before || standing.row.mean > before.row.mean) judged.set(key, standing);
  }

  has(ground: Ground, candidate: Candidate): boolean {
    return this.#on(ground).has(keyOf(candidate));
  }

  /**
   * Best first, on the surest ground that says something: where the best so far and what the README recommends were
   * both judged.
   */
  best(): Standing[] {
    let best: Standing[] = [];
    for (const ground of GROUNDS) {
      const needed = best.filter(({ candidate }, at) => at === 0 || candidate === WELL_KNOWN[0]);
      const rows = this.#ranked(ground);
      if (rows.length > 0 && needed.every(({ candidate }) => this.has(ground, candidate))) best = rows;
    }
    return best;
  }

  /** Every ground's, the surest first. */
  all(): Standing[] {
    return [...GROUNDS].reverse().flatMap((ground) => this.#ranked(ground));
  }

  #on(ground: Ground): Map<string, Standing> {
    return this.#judged.get(ground) as Map<string, Standing>;
  }

  #ranked(ground: Ground): Standing[] {
    return [...this.#on(ground).values()].sort((a, b) => b.row.mean - a.row.mean);
  }
}

function keyOf(candidate: Candidate): string {
  return JSON.stringify(candidate);
}
