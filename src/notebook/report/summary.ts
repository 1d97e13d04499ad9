import { scriptJson } from '../../util/escape.js';
import { readMetrics } from './metrics.js';

/** What a report says of itself, for the index of its folder. */
export interface ReportSummary {
  title: string;
  author?: string;
  generatedAt: Date;
  dataset?: { title: string; simulated: boolean };
  /** How many cells failed. */
  failures: number;
  settings: Map<string, string>;
  metrics: Map<string, number>;
}

/** Changes when an older listenlab could not read what is written here. */
const VERSION = 1;
const GENERATOR = '<meta name="generator" content="listenlab">';
const OPENING = '<script type="application/json" id="page_summary">';
/** Longer texts are cut: a report's own text may be of any length, but a table has room for this much. */
const LONGEST_TEXT = 200;
/** A table with more columns is none. */
const MOST_ENTRIES = 100;

/** The marks in a report's head by which {@link readSummary} knows it, with its summary as JSON. */
export function summaryElements(summary: ReportSummary): string {
  const json = scriptJson({
    version: VERSION,
    ...summary,
    settings: Object.fromEntries(summary.settings),
    metrics: Object.fromEntries(summary.metrics),
  });
  return `${GENERATOR}\n${OPENING}${json}</script>`;
}

/** True for the beginning of a page that listenlab wrote as a report. */
export function isReport(html: string): boolean {
  return html.startsWith('<!DOCTYPE html>') && html.includes(GENERATOR);
}

/**
 * The summary in a report, or undefined where there is none that can be read. The file may be anybody's:
 * every value is checked, and is text to whoever shows it.
 *
 * @param html the page, or its beginning
 */
export function readSummary(html: string): ReportSummary | undefined {
  const from = html.indexOf(`${GENERATOR}\n${OPENING}`);
  const start = from + GENERATOR.length + 1 + OPENING.length;
  const end = html.indexOf('</script>', start);
  if (from < 0 || end < 0) return undefined;
  try {
    return checkSummary(JSON.parse(html.slice(start, end)));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function checkSummary(value: unknown): ReportSummary | undefined {
  const { version, title, author, generatedAt, dataset, failures, settings, metrics } = objectOf(value);
  const date = new Date(typeof generatedAt === 'string' ? generatedAt : Number.NaN);
  if (version !== VERSION || typeof title !== 'string' || Number.isNaN(date.getTime())) return undefined;
  const { title: datasetTitle, simulated } = objectOf(dataset);
  return {
    title: cut(title),
    ...(typeof author === 'string' ? { author: cut(author) } : {}),
    generatedAt: date,
    ...(typeof datasetTitle === 'string'
      ? { dataset: { title: cut(datasetTitle), simulated: simulated === true } }
      : {}),
    failures: Number.isSafeInteger(failures) ? Number(failures) : 0,
    settings: new Map(entriesOf(Object.entries(objectOf(settings)).filter(isText), cut)),
    metrics: new Map(entriesOf(readMetrics(metrics), (number) => number)),
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isText(entry: [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

function entriesOf<T>(entries: [string, T][], read: (value: T) => T): [string, T][] {
  return entries.slice(0, MOST_ENTRIES).map(([name, value]) => [cut(name), read(value)]);
}

function cut(text: string): string {
  const characters = [...text.slice(0, 2 * LONGEST_TEXT + 1)];
  return characters.length <= LONGEST_TEXT ? text : `${characters.slice(0, LONGEST_TEXT - 1).join('')}…`;
}
