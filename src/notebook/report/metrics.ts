import { METRICS_TYPE } from '../display/show.js';
import type { NamedNotebook } from './outline.js';

/** The headline metrics that cells have shown, by name; of two with one name, the later. */
export function metricsOf(notebooks: readonly NamedNotebook[]): Map<string, number> {
  const outputs = notebooks.flatMap(({ notebook }) =>
    notebook.cells.flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : [])),
  );
  return new Map(
    outputs.flatMap((output) => ('data' in output ? readMetrics(output.data[METRICS_TYPE]) : [])),
  );
}

/** The finite numbers of an object; none of anything else. */
export function readMetrics(value: unknown): [string, number][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
}
