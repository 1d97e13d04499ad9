import type { JsonObject } from '../jupyter/wire.js';
import type { CellExecution } from './execution.js';
import { richValue } from './rich-value.js';

/**
 * What a client asked for by name after the cell, each evaluated for itself: its value as a cell's last one is
 * shown, or its error.
 *
 * @example await userExpressions(execution, { total: '1 + 1' })
 *   // { total: { status: 'ok', data: { 'text/plain': '2' }, metadata: {} } }
 * @param expressions `user_expressions` of an execute_request
 */
export async function userExpressions(execution: CellExecution, expressions: unknown): Promise<JsonObject> {
  const results: [name: string, result: JsonObject][] = [];
  if (typeof expressions !== 'object' || expressions === null) return {};
  for (const [name, source] of Object.entries(expressions)) {
    results.push([name, await evaluated(execution, name, String(source))]);
  }
  return Object.fromEntries(results);
}

async function evaluated(execution: CellExecution, name: string, source: string): Promise<JsonObject> {
  let data: JsonObject = {};
  // In an object, so that undefined and null are shown, too.
  const error = await execution.run(`({ value: await (${source}\n) })`, {
    label: `Expression ${name}`,
    show: async (shown) => {
      data = await richValue((shown as { value: unknown }).value);
    },
    warn: () => undefined,
    onLeft: () => undefined,
  });
  return error ? { status: 'error', ...error } : { status: 'ok', data, metadata: {} };
}
