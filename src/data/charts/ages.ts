import { GROUP_COLOURS, NEUTRAL_COLOUR } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { fill } from '../../util/fill.js';
import { fillCounted } from '../../util/format.js';
import { type ChartData, chartColumns } from './columns.js';
import { type Facets, facetAxes, facetNumber, facets, facetsHeight } from './facets.js';
import {
  axis,
  type ChartOptions,
  chart,
  cutName,
  emptyChart,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  topMargin,
  withTitle,
} from './figure.js';
import { countAxis } from './scales.js';

const PLOT_HEIGHT = 220;

/** The name of a panel, above it, and air to the subtitle. */
const HEADING = 28;

/** Below the last panels. */
const AXIS = 60;

/** Longer words run into the next panel. */
const LONGEST_HEADING = 18;

/**
 * Listeners by age, a panel of bars for each gender. All panels have the same axes, so that bars can be compared.
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
  const title = withTitle(options, CHART_WORDS.agesOfListeners);
  if (known.length === 0) return emptyChart(title);
  const unknown = rows.reduce((sum, row) => (Number.isFinite(row.age) ? sum : sum + row.users), 0);
  const note = unknown > 0 ? fillCounted(CHART_WORDS.ageUnknown, unknown) : undefined;
  const subtitle = [title.subtitle, note].filter(Boolean).join('; ');
  const panels = genderPanels(known);
  const layout = facets(panels.length, PLOT_HEIGHT);
  return chart({ title: title.title, subtitle }, panels.map(traceOf), {
    height: topMargin({ subtitle }) + HEADING + facetsHeight(layout) + AXIS,
    margin: { t: topMargin({ subtitle }) + HEADING, r: 24, b: AXIS, l: 56 },
    bargap: 0.1,
    showlegend: false,
    ...Object.assign({}, ...panels.map((_, panel) => axesOf(panel, layout, known))),
    annotations: panels.map(headingOf),
  });
}

export interface AgeRow {
  age: number | null;
  gender: string | null;
  users: number;
}

interface GenderPanel {
  readonly name: string;
  readonly colour: string;
  readonly rows: readonly AgeRow[];
}

/** The same gender has the same colour in every dataset; those without one come last, in grey. */
function genderPanels(rows: readonly AgeRow[]): GenderPanel[] {
  const names: Record<string, string> = { f: CHART_WORDS.female, m: CHART_WORDS.male };
  const given = [...new Set(rows.map((row) => row.gender))].filter((gender) => gender !== null);
  const others = given.filter((gender) => !(gender in names)).sort();
  const order = ['f', 'm', ...others, null].filter((gender) => gender === null || given.includes(gender));
  const panels = order.map((gender) => ({
    name: gender === null ? CHART_WORDS.notGiven : (names[gender] ?? gender),
    colour: genderColour(gender, others),
    rows: rows.filter((row) => row.gender === gender).sort((a, b) => Number(a.age) - Number(b.age)),
  }));
  return panels.filter((panel) => panel.rows.length > 0);
}

function genderColour(gender: string | null, others: string[]): string {
  if (gender === null) return NEUTRAL_COLOUR;
  if (gender === 'f') return GROUP_COLOURS[1];
  if (gender === 'm') return GROUP_COLOURS[0];
  return GROUP_COLOURS[2 + (others.indexOf(gender) % (GROUP_COLOURS.length - 2))];
}

function traceOf({ name, colour, rows }: GenderPanel, panel: number): PlotlyObject {
  const number = facetNumber(panel);
  return {
    type: 'bar',
    name: plotlyText(name),
    x: rows.map((row) => row.age),
    y: rows.map((row) => row.users),
    xaxis: `x${number}`,
    yaxis: `y${number}`,
    marker: { color: colour },
    hovertemplate: `${fill(CHART_WORDS.listenersOfAge, { age: '%{x}', gender: plotlyText(name), count: '%{y:,}' })}<extra></extra>`,
  };
}

function axesOf(panel: number, layout: Facets, rows: readonly AgeRow[]) {
  const number = facetNumber(panel);
  const { x, y, isFirstInRow } = facetAxes(panel, layout);
  const ages = rows.map(({ age }) => Number(age));
  const most = Math.max(...rows.map(({ users }) => users));
  const labelled = countAxis(CHART_WORDS.listenersDrawn, [most], {
    ...y,
    range: [0, 1.08 * most],
    nticks: 5,
  });
  const { title, tickformat, ...bare } = labelled;
  const range = [Math.min(...ages) - 1, Math.max(...ages) + 1];
  return {
    [`xaxis${number}`]: { ...axis(CHART_WORDS.ageInYears, x), range, showgrid: false, nticks: 6 },
    [`yaxis${number}`]: isFirstInRow ? labelled : { ...bare, showticklabels: false },
  };
}

/** The gender above its panel, so that no legend is needed. */
function headingOf({ name }: GenderPanel, panel: number): PlotlyObject {
  const number = facetNumber(panel);
  return {
    text: `<b>${plotlyText(cutName(name, LONGEST_HEADING))}</b>`,
    xref: `x${number} domain`,
    yref: `y${number} domain`,
    x: 0,
    y: 1,
    xanchor: 'left',
    yanchor: 'bottom',
    yshift: 2,
    showarrow: false,
  };
}
