import { type AlsSettings, DEFAULT_SETTINGS } from '../engine/als/options.js';

/** The training options that a panel turns. */
export type TunerOptions = Omit<AlsSettings, 'threads' | 'computeLoss' | 'solver'>;

const { threads, computeLoss, solver, ...recipe } = DEFAULT_SETTINGS;

/** The recipe of the Python notebook everybody copies: the defaults of `trainAls`. */
export const ORIGINAL_RECIPE: TunerOptions = recipe;
