import { formatPlural } from '../../util/format.js';
import { GROUP_COLOURS } from '../../util/plotly-theme.js';
import { rowCount } from './columns.js';
import type { ChartOptions, PlotlyFigure, PlotlyObject } from './plotly-figure.js';
import { plotlyText } from './plotly-text.js';
import { axis, chart, emptyChart, NEUTRAL_COLOUR, withTitle } from './theme.js';

/** Columns of {@link agesChart}. */
export interface AgesColumns {
  age: ArrayLike<number | null>;
  gender: ArrayLike<string | null>;
  users: ArrayLike<number>;
}

/**
 * Stacked bars of listeners by age, coloured by gender.
 *
 * @example agesChart({ age: [22, 22, null], gender: ['f', 'm', null], users: [41, 63, 222] })
 * @param columns one row for each age and gender: `age` in years, null when unknown; `gender`, 'f', 'm',
 *   any other word, or null when not given; `users`: how many
 * @throws InputError when the columns differ in length
 */
export function agesChart(columns: AgesColumns, options: ChartOptions = {}): PlotlyFigure {
  rowCount({ age: columns.age, gender: columns.gender, users: columns.users });
  const rows = Array.from(columns.users, (users, row) => ({
    age: columns.age[row],
    gender: columns.gender[row] || null,
    users,
  }));
  const known = rows.filter((row) => Number.isFinite(row.age));
  const title = withTitle(options, 'Ages of listeners');
  if (known.length === 0) return emptyChart(title);
  const unknown = rows.reduce((sum, row) => (Number.isFinite(row.age) ? sum : sum + row.users), 0);
  const note = unknown > 0 ? `no age is known of ${formatPlural(unknown, 'more listener')}` : undefined;
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

interface AgeRow {
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
