import { isObject } from '../../util/checks.js';
import { scriptJson } from '../../util/escape.js';
import { METRICS_TYPE } from '../display/show.js';
import { declaredParameters, injectedParameters } from '../jupyter/parameters.js';
import type { NamedNotebook } from './outline.js';

/** Report metadata, for the index of its folder. */
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

/** Incremented when an older listenlab could not read the format. */
const VERSION = 1;
const GENERATOR = '<meta name="generator" content="listenlab">';
const OPENING = '<script type="application/json" id="page_summary">';
/** Longer texts are cut: a report's own text may be of any length, but a table has room for this much. */
const LONGEST_TEXT = 200;
/** A table with more columns would be unusable. */
const MOST_ENTRIES = 100;

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
  return isObject(value) ? value : {};
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

/**
 * The settings of a run, by name: the defaults of the notebooks' parameters, overridden by those given to this run.
 * Empty texts are left out: the notebook chooses. If notebooks differ, each value names its notebook: `15 (02-train), 1
 * (03-similar-artists)`.
 */
export function settingsOf(notebooks: readonly NamedNotebook[]): Map<string, string> {
  const owners = new Map<string, Map<string, string[]>>();
  for (const { name, notebook } of notebooks) {
    for (const [setting, value] of valuesIn(notebook)) {
      const values = owners.get(setting) ?? new Map<string, string[]>();
      values.set(value, [...(values.get(value) ?? []), name.replace(/\.ipynb$/, '')]);
      owners.set(setting, values);
    }
  }
  return new Map([...owners].map(([setting, values]) => [setting, describe(values)]));
}

function valuesIn(notebook: NamedNotebook['notebook']): [string, string][] {
  const parameters = [...declaredParameters(notebook), ...injectedParameters(notebook)];
  const values = new Map(parameters.map((parameter) => [parameter.name, readable(parameter.default)]));
  return [...values].filter(([, value]) => value !== '');
}

function describe(values: Map<string, string[]>): string {
  if (values.size === 1) return [...values.keys()][0];
  return [...values].map(([value, names]) => `${value} (${names.join(', ')})`).join(', ');
}

/** A literal for human readers: texts without their quotes, `500_000` with commas. */
function readable(literal: string): string {
  const quoted = /^(['"`])(.*)\1$/s.exec(literal);
  if (quoted) return quoted[2].replace(/\\(['"`\\])/g, '$1');
  return /^\d[\d_]*$/.test(literal) ? literal.replaceAll('_', ',') : literal;
}

/** The headline metrics that cells have shown, by name; the later of two with the same name. */
export function metricsOf(notebooks: readonly NamedNotebook[]): Map<string, number> {
  const outputs = notebooks.flatMap(({ notebook }) =>
    notebook.cells.flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : [])),
  );
  return new Map(
    outputs.flatMap((output) => ('data' in output ? readMetrics(output.data[METRICS_TYPE]) : [])),
  );
}

/** The finite numbers of an object; none of anything else. */
function readMetrics(value: unknown): [string, number][] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, number] => Number.isFinite(entry[1]));
}
