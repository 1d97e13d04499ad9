import { type AlsOptions, DEFAULT_SETTINGS } from '../../als/options.js';

/** Settings that make no other model, or another draw of the same: no part of a name. */
const UNNAMED = new Set(['threads', 'seed', 'computeLoss', 'solver']);

/** What matters most comes first, in whatever order the settings were given. */
const ORDER = [...new Set(['weighting', 'alpha', ...Object.keys(DEFAULT_SETTINGS)])].filter(
  (name) => !UNNAMED.has(name),
) as (keyof typeof DEFAULT_SETTINGS)[];

/**
 * Settings in a few words: what they have that the trainer's defaults, the recipe everybody copies, have not.
 *
 * @example nameSettings({ alpha: 1, factors: 20, weighting: 'log' }) // 'weighting log, alpha 1'
 * @returns `original recipe` where there is nothing
 */
export function nameSettings(options: AlsOptions): string {
  const changed = ORDER.filter(
    (name) => options[name] !== undefined && options[name] !== DEFAULT_SETTINGS[name],
  );
  return changed.map((name) => `${name} ${options[name]}`).join(', ') || 'original recipe';
}
