import { CHART_WORDS } from '../../util/chart-words.js';
import { aText, namesHint, readOptions } from '../../util/checks.js';
import { InputError } from '../../util/errors.js';
import { fill } from '../../util/fill.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  axis,
  CHART_CHECKS,
  type ChartOptions,
  chart,
  emptyChart,
  type PlotlyFigure,
  plotlyLabel,
  plotlyText,
  titleName,
  topMargin,
} from './figure.js';
import { hasInterval, intervalLines, intervalWords, reachOf, type Spread } from './intervals.js';
import { modelColour } from './models.js';
import { ROW_HEIGHT, valueBeside } from './name-rows.js';

/** Two models, as `metrics.compare` has them in its rows. */
export interface ModelDifference {
  model: string;
  /** What it is compared with. */
  other: string;
  /** The model's mean less the other's. */
  difference: number;
  /** Where the interval of the difference begins and ends; without them, or where one is not finite, there is none. */
  low?: number;
  high?: number;
  /** `better` or `worse`; anything else is no difference that was shown. Without it, all are taken for shown. */
  verdict?: string;
}

export interface ModelDifferencesOptions extends ChartOptions {
  /** The model that all others are compared with. Default: the model of the first pair, which `compare` makes the best. */
  to?: string;
  /** What differs, for the axis: `NDCG@10`. */
  metric?: string;
}

/** Below the plot: numbers and title of the axis. */
const AXIS = 60;

/** Of the axis, for the values written behind the intervals. */
const ROOM = 0.22;

/**
 * How far models are from one of them, the best if no other is named: a dot for each, and a line over the interval of
 * the difference. A hollow dot is a difference that the data does not show.
 *
 * @example
 * const comparison = await metrics.compare({ ALS: judged, popularity: judgedPopularity });
 * charts.modelDifferences(comparison.rows, { metric: comparison.label })
 * @param data rows, columns or a frame, one row for each pair of models; pairs without the one named are left out
 * @throws InputError when a column is missing or columns differ in length, or no pair has the model that was named
 */
export function modelDifferences(
  data: ChartData<ModelDifference>,
  options: ModelDifferencesOptions = {},
): PlotlyFigure {
  const given = readOptions(options, { ...CHART_CHECKS, to: aText, metric: aText }, {});
  const columns = chartColumns(data, ['model', 'other', 'difference'], ['low', 'high', 'verdict']);
  const { model, other } = columns;
  const names = [...new Set([...Array.from(model), ...Array.from(other)])];
  const { to = names[0], subtitle, metric } = given;
  const differencesTo = fill(CHART_WORDS.differencesTo, { other: titleName(to ?? '') });
  if (to === undefined) return emptyChart({ title: given.title ?? CHART_WORDS.differenceDrawn, subtitle });
  if (!names.includes(to)) throw new InputError(`no pair has the model '${to}'; ${namesHint(to, names)}`);
  const rows = [...rowsTo(to, columns), { name: to, value: 0, low: 0, high: 0, shown: true }];
  rows.sort((a, b) => placeOf(b) - placeOf(a));
  const compared = rows.filter(({ name }) => name !== to);
  const keys = [
    compared.some(hasInterval) && CHART_WORDS.linesAreIntervals,
    compared.some(({ shown }) => !shown) && CHART_WORDS.hollowDots,
  ];
  const titles = {
    title: given.title ?? differencesTo,
    subtitle: [subtitle, ...keys].filter(Boolean).join('; '),
  };
  const { ends } = reachOf(rows);
  const title =
    metric === undefined ? CHART_WORDS.differenceDrawn : fill(CHART_WORDS.differenceIn, { metric });
  return chart(titles, [dotsOf(rows)], {
    height: topMargin(titles) + ROW_HEIGHT * rows.length + AXIS,
    margin: { t: topMargin(titles), r: 24, b: AXIS, l: 56 },
    hovermode: 'closest',
    showlegend: false,
    xaxis: {
      ...axis(title),
      range: rangeOf(rows),
      showgrid: false,
      zeroline: true,
      zerolinewidth: 1,
      nticks: 5,
    },
    yaxis: {
      tickmode: 'array',
      tickvals: rows.map((_, place) => place),
      ticktext: rows.map(({ name }) => plotlyLabel(name)),
      range: [rows.length - 0.5, -0.5],
      griddash: 'dot',
      zeroline: false,
      ticklabelstandoff: 6,
    },
    annotations: rows.flatMap(({ name, value }, place) =>
      name === to || !Number.isFinite(value) ? [] : [valueBeside(ends[place], place, signed(value))],
    ),
  });
}

interface DrawnModel extends Spread {
  readonly name: string;
  /** Whether its difference is more than chance. */
  readonly shown: boolean;
}

/** The other models of the pairs with this one, each less it. */
function rowsTo(to: string, columns: ReturnType<typeof chartColumns<ModelDifference>>): DrawnModel[] {
  const { model, other, difference, low, high, verdict } = columns;
  return Array.from(model).flatMap((name, row) => {
    const partner = other[row];
    if (name !== to && partner !== to) return [];
    const [value, from, end] = [difference, low, high].map((column) => finite(column?.[row]));
    const spread = { value, low: from, high: end };
    const shown = verdict === undefined || /^(better|worse)$/.test(verdict[row] ?? '');
    if (partner === to) return [{ name, shown, ...spread }];
    return [{ name: partner, shown, value: -spread.value, low: -spread.high, high: -spread.low }];
  });
}

function finite(value: number | undefined): number {
  return Number.isFinite(value) ? (value as number) : Number.NaN;
}

/** What has no value comes last. */
function placeOf({ value }: DrawnModel): number {
  return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
}

function dotsOf(rows: readonly DrawnModel[]) {
  return {
    type: 'scatter',
    mode: 'markers',
    name: plotlyText(CHART_WORDS.differenceDrawn),
    x: jsonNumbers(rows.map(({ value }) => value)),
    y: rows.map((_, place) => place),
    marker: {
      color: rows.map(({ name }) => modelColour(name)),
      symbol: rows.map(({ shown }) => (shown ? 'circle' : 'circle-open')),
      line: { width: rows.map(({ shown }) => (shown ? 0 : 2)) },
      size: 9,
    },
    error_x: intervalLines(rows),
    customdata: rows.map((row) => [plotlyText(row.name), intervalWords(row, signed)]),
    hovertemplate: '<b>%{customdata[0]}</b><br>%{x:+.3f}%{customdata[1]}<extra></extra>',
  };
}

/** From the farthest below to the farthest above, zero always between them, with room for the values on the right. */
function rangeOf(rows: readonly DrawnModel[]): [number, number] {
  const { starts, ends } = reachOf(rows);
  const low = Math.min(...starts.filter(Number.isFinite));
  const high = Math.max(...ends.filter(Number.isFinite));
  const span = high - low || 1;
  return [low - 0.05 * span, high + ROOM * span];
}

/** `+0.012`, `−0.003` */
function signed(value: number): string {
  if (Number.isNaN(value)) return '';
  const size = Math.abs(value).toFixed(Math.abs(value) < 10 ? 3 : 1);
  if (Number(size) === 0) return size;
  return `${value < 0 ? '−' : '+'}${size}`;
}
