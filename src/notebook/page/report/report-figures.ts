import { NARROW, narrowFigure } from '../narrow-figure.js';
import { type Plotly, type PlotlyObject, QUIET } from '../plotly.js';
import { watchTheme } from '../theme.js';
import { pageTemplate, withoutPaper } from './figure-colours.js';
import { downloadButtons } from './figure-download.js';
import { whenNear } from './near-screen.js';
import { pageWord } from './page-words.js';
import { PAPER_TYPE, paperFigure } from './paper-figure.js';
import { plotlyLocale } from './plotly-locale.js';

/** A figure's place in the page. */
interface Place {
  readonly figure: HTMLElement;
  /** Where it is drawn. */
  readonly area: HTMLElement;
  /** Whether it was drawn for a narrow page; undefined until it is drawn. */
  narrow?: boolean;
}

/** Globals defined by earlier scripts of the page, and for Plotly. */
interface Page {
  readonly Plotly: Plotly;
  PlotlyGeoAssets?: { readonly topojson: unknown };
}

const CONFIG = {
  ...QUIET,
  ...plotlyLocale(),
  responsive: true,
  scrollZoom: false,
  showTips: false,
  topojsonURL: '',
};
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
    return [figure, { figure, area }];
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
  for (const place of places.values()) if (place.figure.checkVisibility()) draw(place);
});
addEventListener('afterprint', () => {
  printing = false;
  document.documentElement.classList.remove('printing');
  drawn().forEach(draw);
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
    area.textContent = pageWord('chartFailed', {
      reason: error instanceof Error ? error.message : String(error),
    });
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
  const { figure, area } = place;
  const source = figure.querySelector('script[type="application/json"]');
  const { data, layout } = JSON.parse(source?.textContent || '{}') as {
    data: PlotlyObject[];
    layout: PlotlyObject;
  };
  const template = pageTemplate(layout.template, printing ? PAPER_TYPE : undefined);
  const shown: PlotlyObject = { ...withoutPaper(layout), template, autosize: true, uirevision: 'kept' };
  const height = Number.parseFloat(area.style.getPropertyValue('--height'));
  const figureShown = { data, layout: shown };
  // On the screen the style sheet gives it the height that it has reserved.
  area.style.height = printing ? `${paperFigure(figureShown, height)}px` : '';
  if (!printing && place.narrow) narrowFigure(figureShown, { width: area.clientWidth, height });
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
