import type { AlsOptions } from '../../als/options.js';
import type { Difference } from './paired-difference.js';

/** How good a model is on plays that were held out of its training. */
export interface JudgedModel {
  /** `popularity`, or what the settings change of the original recipe. */
  readonly name: string;
  /** Mean NDCG over the users. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** How good settings are, beside popularity. */
export interface JudgedSettings extends JudgedModel {
  readonly options: AlsOptions;
  /** How far the mean is above that of popularity. */
  readonly abovePopularity: Difference;
}

/** What was judged, where plays could be held out. */
export interface Found {
  readonly popularity: JudgedModel;
  readonly settings: readonly JudgedSettings[];
  /** Who had something held out. */
  readonly users: number;
  /** Users that were sampled, and users there are: more where the plays are many. */
  readonly sampledOf: { readonly users: number; readonly of: number };
}

/** Settings that were compared, and what came of it. */
export interface Compared {
  readonly tried: readonly AlsOptions[];
  /** Length of the lists that were judged. */
  readonly k: number;
  /** Undefined where nothing could be held out. */
  readonly found?: Found;
  /** Why not. */
  readonly reason: string;
}
