/** Options that do not change what a model is like: not part of its name. */
const UNNAMED = new Set(['threads', 'seed', 'computeLoss', 'onIteration', 'onProgress', 'signal', 'start']);

/**
 * An algorithm's name for tables: what it is, and the options that were given, in alphabetical order.
 *
 * @example nameOfSettings('ALS', { weighting: 'log', alpha: 1, seed: 7 }) // 'ALS, alpha 1, weighting log'
 * @param told options that `model` already tells
 */
export function nameOfSettings(model: string, given: object, told: readonly string[] = []): string {
  const named = Object.entries(given)
    .filter(([name, value]) => value !== undefined && !UNNAMED.has(name) && !told.includes(name))
    .sort();
  return [model, ...named.map(([name, value]) => `${name} ${value}`)].join(', ');
}
