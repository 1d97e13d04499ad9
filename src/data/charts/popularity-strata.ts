import { FEW_TO_MANY } from '../../util/chart-colours.js';
import { CHART_WORDS } from '../../util/chart-words.js';
import { type ChartData, chartColumns, jsonNumbers } from './columns.js';
import {
  axis,
  type ChartOptions,
  chart,
  emptyChart,
  legendBelow,
  type PlotlyFigure,
  type PlotlyObject,
  plotlyText,
  topMargin,
  withTitle,
} from './figure.js';
import { nameAxis } from './name-rows.js';
import { textColourOn } from './text-colour.js';

/** What artists of one stratum of popularity make up, as shares of 1. */
export interface StratumShares {
  /** `head`, `middle`, `tail`, from the best known to the least known. */
  stratum: string;
  artists: number;
  known: number;
  recommended: number;
  hits: number;
}

const BARS = [
  ['artists', CHART_WORDS.allArtists],
  ['known', CHART_WORDS.knownArtists],
  ['recommended', CHART_WORDS.artistsInLists],
  ['hits', CHART_WORDS.hitArtists],
] as const;

const BAR_HEIGHT = 36;
const AXIS = 60;
const LEGEND = 28;

/** Narrower parts have no room for their number. */
const LEAST_WRITTEN = 0.06;

/** Where the best known and the least known artists are in the scale of colours. */
const [DARKEST, LIGHTEST] = [0.95, 0.25];

/**
 * From which artists lists and hits come: for all artists, for what listeners play, what is recommended to them and what
 * of it are hits, a bar whose parts are the shares of the best known, middling and little known artists.
 *
 * @example charts.hitsByPopularity(await metrics.byPopularity(evaluation))
 * @param data rows, columns or a frame, one row for each stratum
 * @throws InputError when a column is missing or columns differ in length
 */
export function hitsByPopularity(data: ChartData<StratumShares>, options: ChartOptions = {}): PlotlyFigure {
  const columns = chartColumns(data, ['stratum', 'artists', 'known', 'recommended', 'hits']);
  const title = withTitle(options, CHART_WORDS.strataOfHits);
  const strata = Array.from(columns.stratum);
  if (strata.length === 0) return emptyChart(title);
  const subtitle = [title.subtitle, CHART_WORDS.strataDrawn].filter(Boolean).join('; ');
  const top = topMargin({ subtitle });
  return chart(
    { ...title, subtitle },
    strata.map((name, row): PlotlyObject => {
      const shares = BARS.map(([column]) => columns[column][row]);
      const place = DARKEST - ((DARKEST - LIGHTEST) * row) / Math.max(1, strata.length - 1);
      return {
        type: 'bar',
        orientation: 'h',
        name: plotlyText(name),
        x: jsonNumbers(shares.map((share) => 100 * share)),
        y: BARS.map((_, bar) => bar),
        marker: { color: colourAt(place) },
        text: shares.map((share) => (share >= LEAST_WRITTEN ? `${Math.round(100 * share)} %` : '')),
        textposition: 'inside',
        insidetextanchor: 'middle',
        textangle: 0,
        insidetextfont: { color: textColourOn(FEW_TO_MANY, place), size: 12 },
        customdata: BARS.map(([, words]) => [words]),
        hovertemplate: `<b>%{customdata[0]}</b><br>${plotlyText(name)}: %{x:.1f} %<extra></extra>`,
      };
    }),
    {
      height: top + BAR_HEIGHT * BARS.length + AXIS + LEGEND,
      margin: { t: top, r: 24, b: AXIS + LEGEND, l: 56 },
      barmode: 'stack',
      bargap: 0.25,
      showlegend: true,
      legend: { ...legendBelow(AXIS / (BAR_HEIGHT * BARS.length)), traceorder: 'normal' },
      uniformtext: { mode: 'hide', minsize: 11 },
      xaxis: axis(CHART_WORDS.shareDrawn, {
        ticksuffix: ' %',
        range: [0, 100],
        showgrid: false,
        zeroline: false,
        nticks: 5,
      }),
      yaxis: { ...nameAxis(BARS.map(([, words]) => words)), showgrid: false },
    },
  );
}

function colourAt(place: number): string {
  return FEW_TO_MANY.reduce((best, step) =>
    Math.abs(step[0] - place) < Math.abs(best[0] - place) ? step : best,
  )[1];
}
