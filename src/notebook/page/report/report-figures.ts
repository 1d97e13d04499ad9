import { NARROW, narrowFigure } from '../narrow-figure.js';
import { type Plotly, type PlotlyObject, QUIET } from '../plotly.js';
import { watchTheme } from '../theme.js';
import { pageTemplate, withoutPaper } from './figure-colours.js';
import { downloadButtons } from './figure-download.js';
import { whenNear } from './near-screen.js';

/** A figure's place in the page. */
interface Place {
  readonly figure: HTMLElement;
  /** Where it is drawn. */
  readonly area: HTMLElement;
  /** The area's height on a page that is not narrow. */
  readonly height: string;
  /** Whether it was drawn for a narrow page; undefined until it is drawn. */
  narrow?: boolean;
}

/** Globals defined by earlier scripts of the page, and for Plotly. */
interface Page {
  readonly Plotly: Plotly;
  PlotlyGeoAssets?: { readonly topojson: unknown };
}

/** Width of an A4 page at 96 dots per inch between the margins set in the print style. */
const PRINT_WIDTH = 680;
const CONFIG = { ...QUIET, responsive: true, scrollZoom: false, showTips: false, topojsonURL: '' };
const BUTTONS_LEFT_OUT = [
  'toImage',
  'sendChartToCloud',
  'select2d',
  'lasso2d',
  'autoScale2d',
  'hoverClosestCartesian',
  'hoverCompareCartesian',
  'toggleSpikelines',
  'hoverClosestGeo',
];

// Draws the figures: each a screen ahead of the reader, all before printing, and again when the theme or the page's
// narrowness changes. Data colours stay.
const page = globalThis as unknown as Page;
const places = new Map(
  Array.from(document.querySelectorAll<HTMLElement>('figure.chart'), (figure): [HTMLElement, Place] => {
    const area = figure.querySelector<HTMLElement>('.chart-area')!;
    return [figure, { figure, area, height: area.style.height }];
  }),
);
let printing = false;

const maps = document.getElementById('page_maps');
if (maps) page.PlotlyGeoAssets = { topojson: JSON.parse(maps.textContent || '{}') };

whenNear(places.keys(), '100%', (figure) => {
  const place = places.get(figure);
  if (place && place.narrow === undefined) draw(place);
});
watchTheme(() => drawn().forEach(draw));
addEventListener('resize', () => {
  if (!printing) for (const place of drawn()) if (isNarrow(place) !== place.narrow) draw(place);
});
addEventListener('beforeprint', () => {
  printing = true;
  document.documentElement.classList.add('printing');
  for (const place of places.values()) draw(place);
});
addEventListener('afterprint', () => {
  printing = false;
  document.documentElement.classList.remove('printing');
  for (const place of places.values()) draw(place);
});

function drawn(): Place[] {
  return [...places.values()].filter(({ narrow }) => narrow !== undefined);
}

function isNarrow({ area }: Place): boolean {
  return area.clientWidth < NARROW;
}

function draw(place: Place): void {
  const { area } = place;
  const fail = (error: unknown) => {
    area.textContent = `This chart could not be drawn: ${error instanceof Error ? error.message : error}`;
  };
  place.narrow = isNarrow(place);
  try {
    const { data, layout, config } = readyFigure(place);
    page.Plotly.react(area, data, layout, config).catch(fail);
  } catch (error) {
    fail(error);
  }
}

function readyFigure(place: Place) {
  const { figure, area, height } = place;
  const source = figure.querySelector('script[type="application/json"]');
  const { data, layout } = JSON.parse(source?.textContent || '{}') as {
    data: PlotlyObject[];
    layout: PlotlyObject;
  };
  const template = pageTemplate(layout.template);
  const shown: PlotlyObject = { ...withoutPaper(layout), template, autosize: true, uirevision: 'kept' };
  area.style.height = height;
  const size = { width: area.clientWidth, height: area.clientHeight };
  if (printing) Object.assign(shown, { autosize: false, width: PRINT_WIDTH, height: size.height });
  else if (place.narrow) area.style.height = `${narrowFigure({ data, layout: shown }, size)}px`;
  const touch = matchMedia('(pointer: coarse)').matches;
  if (touch) shown.dragmode = false;
  for (const trace of data) {
    if (trace.colorbar) trace.colorbar = withoutPaper(trace.colorbar, 'colorbar');
    delete trace.hoverlabel;
  }
  return { data, layout: shown, config: configFor(figure, touch) };
}

/** On touch screens, a drag scrolls the page, and there is no hover. */
function configFor(figure: HTMLElement, touch: boolean): object {
  const buttons = downloadButtons(page.Plotly, figure);
  return touch
    ? { ...CONFIG, displayModeBar: true, modeBarButtons: [buttons] }
    : {
        ...CONFIG,
        displayModeBar: 'hover',
        modeBarButtonsToRemove: BUTTONS_LEFT_OUT,
        modeBarButtonsToAdd: buttons,
      };
}
