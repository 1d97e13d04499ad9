import { columnsOfRows, type Description } from '../../../util/description.js';
import { fill } from '../../../util/fill.js';
import { FINDING_WORDS } from '../../../util/finding-words.js';
import { type AlsOptions, settingsText } from '../../als/options.js';
import type { FailedSettings } from '../sweep/trials.js';
import type { SettingsRanking } from './compare-entrants.js';
import type { EvidenceRow } from './standings.js';

/** What a part of the search tried. */
export interface StageSummary {
  readonly stage: number;
  /** In words: `penalties`. */
  readonly kind: string;
  /** Trials: trainings, each judged on one split. */
  readonly tried: number;
  /** Trials for which the budget was too small. */
  readonly left: number;
}

/** Recommended settings and the evidence for them. */
export interface RecommendedSettings extends SettingsRanking {
  /** Options for `trainAls` on all of the plays. */
  readonly options: AlsOptions;
  /** What was tried, on most splits and users first, then best first; suitable for `frameOfRows`. */
  readonly evidence: readonly EvidenceRow[];
  /** The row of the evidence with the settings recommended: the best of those judged on plays that tell them apart. */
  readonly basis: EvidenceRow;
  /** What each part of the search tried, and what it left out. */
  readonly stages: readonly StageSummary[];
  readonly metric: string;
  readonly k: number;
  /** Users trained on and evaluated, and users in total: large data is sampled. */
  readonly users: number;
  readonly ofUsers: number;
  /** Settings with which training failed, in the search or in the comparison, and why. */
  readonly failed: readonly FailedSettings[];
  /** Trials left out because seconds or trials were over. */
  readonly left: number;
  /** A sentence on what was left out, and what to do about it; empty if nothing was. */
  readonly shortfall: string;
}

/** @param timeUp whether the time was over, rather than the trials */
export function shortfallOf(stages: readonly StageSummary[], timeUp: boolean): string {
  const tried = stages.reduce((sum, stage) => sum + stage.tried, 0);
  const all = stages.reduce((sum, stage) => sum + stage.left, tried);
  if (tried === all) return '';
  return fill(timeUp ? FINDING_WORDS.searchOutOfTime : FINDING_WORDS.searchOutOfTrials, { tried, all });
}

export function describeSettings({ options, comparison, metric, k }: RecommendedSettings): Description {
  const title = `Recommended settings: ${settingsText(options)}; means of ${metric} at ${k} on plays held out from the search`;
  return { title, columns: columnsOfRows(comparison.map(({ ahead, ...row }) => row)) };
}
