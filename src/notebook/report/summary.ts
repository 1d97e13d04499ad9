import { isObject } from '../../util/checks.js';
import { scriptJson } from '../../util/escape.js';

/** Report metadata, for the index of its folder. */
export interface ReportSummary {
  title: string;
  author?: string;
  generatedAt: Date;
  dataset?: { title: string; simulated: boolean };
  /** The names of its notebooks; empty in reports of older versions. */
  notebooks: string[];
  /** How many cells failed. */
  failures: number;
  /** The numbers at its top, as sentences; empty in reports of older versions. */
  headline: string[];
  settings: Map<string, string>;
  metrics: Map<string, number>;
}

/** Incremented when an older listenlab could not read the format. */
const VERSION = 1;
const GENERATOR = '<meta name="generator" content="listenlab">';
const OPENING = '<script type="application/json" id="page_summary">';
/** Longer texts are cut: a report's own text may be of any length, but a table has room for this much. */
const LONGEST_TEXT = 200;
/** A table with more columns would be unusable. */
const MOST_ENTRIES = 100;
/** As many as there are numbers at the top of a report. */
const MOST_SENTENCES = 3;

/** The elements in a report's head that {@link readSummary} looks for, with its summary as JSON. */
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
 * The summary in a report, or undefined if there is none that can be read. The file is untrusted: every value is
 * checked, and callers must treat it as text.
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
  const { version, title, author, generatedAt, dataset, notebooks, failures, headline, settings, metrics } =
    objectOf(value);
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
    notebooks: textsIn(notebooks).slice(0, MOST_ENTRIES).map(cut),
    failures: Number.isSafeInteger(failures) ? Number(failures) : 0,
    headline: textsIn(headline).slice(0, MOST_SENTENCES).map(cut),
    settings: new Map(entriesOf(Object.entries(objectOf(settings)).filter(isText), cut)),
    metrics: new Map(entriesOf(readMetrics(metrics), (number) => number)),
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
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

/** The finite numbers of an object; none of anything else. */
function readMetrics(value: unknown): [string, number][] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
}
