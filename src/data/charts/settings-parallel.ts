import { FAINT, GROUP_COLOURS, NEUTRAL_COLOUR } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { readOptions } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { formatCount } from '../../util/format.js';
import { type ChartData, chartColumns, checkLengths } from './columns.js';
import {
  axis,
  chart,
  cutName,
  emptyChart,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  withTitle,
} from './figure.js';
import { METRIC, SWEEP_CHART_CHECKS, type SweepChartOptions } from './settings-curves.js';

/** More distinct numbers than this are placed by value, fewer at even steps. */
const MOST_STEPS = 8;

/** A longer text runs into the next axis. */
const LONGEST_TEXT = 14;

/** Of an axis; a narrow page cuts it further. */
const LONGEST_NAME = 20;

/** Columns of sweep results that are not settings. */
const OUTCOMES = new Set(['spread', 'iterationsRun', 'seconds']);

/** The share of the trials that is drawn in colour. */
const BEST_SHARE = 0.2;

/** The metric and any settings. */
export type SettingsColumns = { mean: ArrayLike<number> } & Record<string, ArrayLike<number | string>>;

/**
 * Parallel coordinates: an upright axis for each setting and, at the right, the metric; a line for each trial. The
 * best fifth is in colour, the best one thick. Settings that are the same in all trials are left out. Drawn without
 * WebGL, so that it shows in every browser.
 *
 * @example charts.settingsParallel(trials)
 * @example charts.settingsParallel({ factors: [16, 32], weighting: ['log', 'linear'], mean: [0.24, 0.05] })
 * @param data rows, columns or a frame, one row for each trial: any settings, as numbers or words, and the `mean` of the metric
 * @throws InputError when columns differ in length, or there are no settings
 */
export function settingsParallel(
  data: ChartData<{ mean: number }> | SettingsColumns,
  options: SweepChartOptions = {},
): PlotlyFigure {
  const columns = chartColumns<{ mean: number }>(data, ['mean']) as SettingsColumns;
  const { metric: named, ...titles } = readOptions(options, SWEEP_CHART_CHECKS, METRIC);
  const title = withTitle(titles, CHART_WORDS.settingsOfGood);
  checkLengths(columns, Object.keys(columns));
  const { mean, ...settings } = measuredRows(columns);
  if (mean.length === 0) return emptyChart(title);
  const names = Object.keys(settings).filter((name) => !OUTCOMES.has(name));
  if (names.length === 0) {
    throw new InputError(
      'a chart of settings got only the column mean; expected at least one setting beside it',
    );
  }
  const axes = names.map((name) => readAxis(name, settings[name])).filter(({ ticks }) => ticks.length > 1);
  const metric = readNumbers(named, mean);
  const order = Array.from(mean, (_, row) => row).sort((a, b) => mean[a] - mean[b]);
  const fromBest = (at: number) => order.length - 1 - at;
  const traces = order.map((row, at) => lineTrace([...axes, metric], row, fromBest(at), order.length));
  const subtitle = [title.subtitle, CHART_WORDS.bestInColour].filter(Boolean).join('; ');
  return chart({ ...title, subtitle }, traces, {
    height: 460,
    margin: { t: 106, r: 24, b: 16, l: 24 },
    hovermode: 'closest',
    showlegend: false,
    xaxis: axis('', {
      tickmode: 'array',
      tickvals: [...axes, metric].map((_, at) => at),
      ticktext: [...axes, metric].map(({ name }) => plotlyText(cutName(name, LONGEST_NAME))),
      side: 'top',
      range: [-0.3, axes.length + 0.5],
      gridcolor: NEUTRAL_COLOUR,
      zeroline: false,
    }),
    yaxis: { visible: false, range: [-0.06, 1.06] },
    annotations: [...axes, metric].flatMap(tickLabels),
  });
}

/** The rows that have a mean; a model that could not be trained has none. */
function measuredRows(columns: SettingsColumns): SettingsColumns {
  const rows = Array.from(columns.mean, (mean, row) => (Number.isFinite(mean) ? row : -1)).filter(
    (row) => row >= 0,
  );
  const kept = Object.entries(columns).map(([name, values]) => [name, rows.map((row) => values[row])]);
  return Object.fromEntries(kept);
}

/** A setting's places on its axis, 0 at the bottom and 1 at the top. */
interface ParallelAxis {
  readonly name: string;
  /** (rows) */
  readonly places: readonly number[];
  readonly texts: readonly string[];
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
}

function readAxis(name: string, values: ArrayLike<number | string>): ParallelAxis {
  const different = [...new Set(Array.from(values))];
  const numbers = different.every((value) => typeof value === 'number');
  if (numbers && different.length > MOST_STEPS) return readNumbers(name, values as ArrayLike<number>);
  const steps = numbers ? different.sort((a, b) => Number(a) - Number(b)) : different.sort();
  const placeOf = (value: number | string) =>
    steps.length > 1 ? steps.indexOf(value) / (steps.length - 1) : 0.5;
  return {
    name,
    places: Array.from(values, placeOf),
    texts: Array.from(values, stepText),
    ticks: steps.map((value) => ({ place: placeOf(value), text: stepText(value) })),
  };
}

function readNumbers(name: string, values: ArrayLike<number>): ParallelAxis {
  const all = Array.from(values);
  const least = all.reduce((min, value) => Math.min(min, value));
  const most = all.reduce((max, value) => Math.max(max, value));
  const placeOf = (value: number) => (most > least ? (value - least) / (most - least) : 0.5);
  const ticks = most > least ? [least, (least + most) / 2, most] : [least];
  const text = (value: number) => numberText(value, 3);
  return {
    name,
    places: all.map(placeOf),
    texts: all.map((value) => numberText(value, 4)),
    ticks: ticks.map((value) => ({ place: placeOf(value), text: text(value) })),
  };
}

/** Rounded to this many digits; whole numbers are written in full, with separators. */
function numberText(value: number, digits: number): string {
  return Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(digits)));
}

function stepText(value: number | string): string {
  return typeof value === 'number' && Number.isInteger(value) ? formatCount(value) : String(value);
}

/** @param fromBest how many trials are better */
function lineTrace(axes: ParallelAxis[], row: number, fromBest: number, rows: number): PlotlyObject {
  const good = fromBest < Math.max(1, BEST_SHARE * rows);
  const told = axes.map(({ name, texts }) => `${plotlyText(name)} ${plotlyText(texts[row])}`);
  return {
    type: 'scatter',
    mode: 'lines',
    x: axes.map((_, at) => at),
    y: axes.map(({ places }) => places[row]),
    line: { color: good ? GROUP_COLOURS[fromBest === 0 ? 1 : 0] : FAINT, width: fromBest === 0 ? 4 : 1.5 },
    hovertemplate: `${told.join('<br>')}<extra></extra>`,
  };
}

function tickLabels({ ticks }: ParallelAxis, at: number): PlotlyObject[] {
  return ticks.map(({ place, text }) => ({
    x: at,
    y: place,
    text: plotlyText(cutName(text, LONGEST_TEXT)),
    showarrow: false,
    xanchor: 'left',
    xshift: 4,
    yanchor: 'bottom',
    font: { size: 11, shadow: 'auto' },
  }));
}
