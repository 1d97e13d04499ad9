import { wrongValue } from '../../util/checks.js';
import { Model } from './model.js';

/** @throws InputError unless it is a factor model */
export function requireModel(value: unknown): asserts value is Model {
  if (value instanceof Model) return;
  throw wrongValue(value, 'a model: const model = await trainAls(plays), or await loadModel(path)');
}
