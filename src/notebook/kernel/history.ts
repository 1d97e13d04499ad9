import type { JsonObject } from '../jupyter/wire.js';

/** A cell that ran. */
export interface HistoryEntry {
  count: number;
  source: string;
  /** Text of its last value, where it had one. */
  result?: string;
}

/** This process, the only one whose cells are remembered, by the number that says "the present one". */
const SESSION = 0;

/**
 * Cells that ran in this process, oldest first, as [session, number, source], or with `output` as
 * [session, number, [source, result]].
 *
 * @param request content of a history_request: the latest ones (`tail`), those of a `range` of numbers, or
 *   those that a pattern with * and ? fits (`search`)
 */
export function history(entries: readonly HistoryEntry[], request: JsonObject): JsonObject {
  const found = {
    tail: () => entries.slice(-(numberIn(request.n) ?? 10)),
    range: () => inRange(entries, request),
    search: () => matching(entries, request),
  }[String(request.hist_access_type)];
  const told = (found?.() ?? []).map(({ count, source, result }) => [
    SESSION,
    count,
    request.output === true ? [source, result ?? null] : source,
  ]);
  return { status: 'ok', history: told };
}

function inRange(entries: readonly HistoryEntry[], { session, start, stop }: JsonObject): HistoryEntry[] {
  if ((numberIn(session) ?? SESSION) !== SESSION) return [];
  const first = numberIn(start) ?? 1;
  const end = numberIn(stop) ?? Number.POSITIVE_INFINITY;
  return entries.filter(({ count }) => count >= first && count < end);
}

function matching(entries: readonly HistoryEntry[], { pattern, unique, n }: JsonObject): HistoryEntry[] {
  const fits = wildcards(String(pattern ?? '*'));
  let found = entries.filter(({ source }) => fits.test(source));
  if (unique === true) {
    const latest = new Map(found.map(({ source, count }) => [source, count]));
    found = found.filter(({ source, count }) => latest.get(source) === count);
  }
  return found.slice(-(numberIn(n) ?? found.length));
}

/** The whole of a text, with * for anything and ? for one character. */
function wildcards(pattern: string): RegExp {
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const parts = pattern.split(/([*?])/).map((part) => ({ '*': '.*', '?': '.' })[part] ?? literal(part));
  return new RegExp(`^${parts.join('')}$`, 'su');
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
