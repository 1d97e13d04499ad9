import { inspect, types } from 'node:util';
import { toMimeBundle } from '../display/mime-bundle.js';
import type { JsonObject } from '../jupyter/nbformat.js';

/**
 * What a front end shows for the last value of a cell: the bundle from src/notebook/display (Danfo frames, Plotly
 * figures, values that draw themselves, possibly in a promise), else the text Node would print.
 */
export async function richValue(value: unknown): Promise<JsonObject> {
  const bundle: unknown = await toMimeBundle(value);
  if (typeof bundle === 'object' && bundle !== null) return { ...bundle };
  return { 'text/plain': isTimer(value) ? value.constructor.name : inspect(value) };
}

/** What `setTimeout` and the like return: Node internals. */
function isTimer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  return 'hasRef' in value && Symbol.toPrimitive in value;
}
