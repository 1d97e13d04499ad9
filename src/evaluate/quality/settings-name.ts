import type { AlsOptions } from '../../als/options.js';
import { DEFAULT_SETTINGS } from '../../als/settings.js';

/** Options that make no other model, or another draw of the same: no part of a name. */
const UNNAMED = new Set([
  'threads',
  'seed',
  'computeLoss',
  'solver',
  'onIteration',
  'onProgress',
  'signal',
  'start',
]);

/**
 * Settings in a few words: what they have that the trainer's defaults, the recipe everybody copies, have not.
 *
 * @example nameSettings({ weighting: 'log', alpha: 1, factors: 20 }) // 'weighting log, alpha 1'
 * @returns `original recipe` where there is nothing
 */
export function nameSettings(options: AlsOptions): string {
  const standard: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  const changed = Object.entries(options).filter(
    ([name, value]) => value !== undefined && value !== standard[name] && !UNNAMED.has(name),
  );
  return changed.map(([name, value]) => `${name} ${value}`).join(', ') || 'original recipe';
}
