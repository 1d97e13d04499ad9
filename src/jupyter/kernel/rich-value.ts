import { inspect } from 'node:util';
import { toMimeBundle } from '../../display/mime-bundle.js';
import type { JsonObject } from '../wire.js';

/**
 * What a front end shows for the last value of a cell: the bundle src/display knows for it (Danfo frames,
 * Plotly figures, values that draw themselves, perhaps in a promise), else the text Node would print.
 */
export async function richValue(value: unknown): Promise<JsonObject> {
  const bundle: unknown = await toMimeBundle(value);
  return typeof bundle === 'object' && bundle !== null ? { ...bundle } : { 'text/plain': inspect(value) };
}
