import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { NARROW, narrowFigure } from '../../../util/narrow-figure.js';

type PlotlyObject = Record<string, unknown>;

/** What this page uses of Plotly. */
interface Plotly {
  react(
    node: HTMLElement,
    data: PlotlyObject[],
    layout: PlotlyObject,
    config: PlotlyObject,
  ): Promise<unknown>;
  purge(node: HTMLElement): void;
  validate(data: PlotlyObject[], layout: PlotlyObject): FoundProblem[] | undefined;
  Plots: { resize(node: HTMLElement): Promise<unknown> };
}

/** What Plotly finds wrong with a figure. */
interface FoundProblem {
  code: string;
  container: 'data' | 'layout';
  trace: number | null;
  astr: string;
  msg: string;
}

/** Plotly's own height of a figure that names none, in pixels. */
const DEFAULT_HEIGHT = 450;

/**
 * Draws a figure, or draws it again, in the colours of the page's theme.
 *
 * @param value the JSON of an output of type `application/vnd.plotly.v1+json`
 * @throws Error when it is no figure, or Plotly cannot draw it
 */
export async function drawFigure(node: HTMLElement, value: unknown): Promise<void> {
  const { data, layout: given } = readFigure(value);
  const plotly = await loadPlotly();
  const layout = inTheme(given);
  if (isNarrow(node)) {
    const size = { width: node.clientWidth, height: Number(layout.height) };
    layout.height = narrowFigure({ data, layout }, size);
  }
  node.style.minHeight = `${layout.height}px`;
  await plotly.react(node, data, layout, {
    responsive: true,
    displaylogo: false,
    // Outlines of maps come from this server; Plotly would fetch them from another.
    topojsonURL: URLExt.join(PageConfig.getOption('fullStaticUrl'), 'topojson/'),
    plotlyServerURL: '',
    modeBarButtonsToRemove: ['sendChartToCloud', 'select2d', 'lasso2d', 'autoScale2d'],
  });
}

/** Whether a figure has so little room that it is drawn differently; one that is not in view has not. */
export function isNarrow(node: HTMLElement): boolean {
  return node.clientWidth > 0 && node.clientWidth < NARROW;
}

/**
 * What the author of a figure should hear: what the kernel has found, and the attributes and values that Plotly
 * would pass over without a word.
 */
export async function notesOn(value: unknown): Promise<string[]> {
  const { data, layout, notes = [] } = readFigure(value);
  const plotly = await loadPlotly();
  let found: FoundProblem[];
  try {
    found = plotly.validate(data, layout) ?? [];
  } catch {
    // Plotly's check itself fails on some figures that it draws.
    found = [];
  }
  const words = found.flatMap(({ code, container, trace, astr, msg }) => {
    const place = `${container}${trace === null ? '' : `[${trace}]`}.${astr}`;
    if (code === 'schema') return [`Plotly knows no ${place}, and leaves it out.`];
    return code === 'value' || code === 'object' || code === 'array' ? [`${msg}.`] : [];
  });
  return [...notes, ...words];
}

function readFigure(value: unknown): { data: PlotlyObject[]; layout: PlotlyObject; notes?: string[] } {
  const { data, layout = {}, notes } = structuredClone(value ?? {}) as Partial<ReturnType<typeof readFigure>>;
  if (!Array.isArray(data)) throw new Error('it has no list of traces under `data`');
  return { data, layout, notes };
}

/** Fits a figure to its output's width; does nothing before it is drawn. */
export async function resizeFigure(node: HTMLElement): Promise<void> {
  if (!node.classList.contains('js-plotly-plot') || node.offsetWidth === 0) return;
  const plotly = await loadPlotly();
  await plotly.Plots.resize(node);
}

/** Lets Plotly free what it holds for a figure. */
export function forgetFigure(node: HTMLElement): void {
  if (node.classList.contains('js-plotly-plot')) void loadPlotly().then((plotly) => plotly.purge(node));
}

/** Plotly, loaded with the first chart. */
export async function loadPlotly(): Promise<Plotly> {
  const { default: plotly } = await import('plotly.js-dist-min');
  return plotly as unknown as Plotly;
}

/** Text, lines and surfaces follow the theme; the colours of the data stay. */
function inTheme(layout: PlotlyObject): PlotlyObject {
  const styles = getComputedStyle(document.body);
  const colour = (name: string) => styles.getPropertyValue(`--jp-${name}`).trim();
  const [ink, muted, line, surface] = [
    'ui-font-color0',
    'ui-font-color1',
    'border-color2',
    'layout-color1',
  ].map(colour);
  const clear = 'rgba(0,0,0,0)';
  const template = asObject(layout.template);
  const given = asObject(template.layout);
  const axis = (value: unknown) => ({
    ...asObject(value),
    automargin: true,
    gridcolor: line,
    linecolor: line,
    zerolinecolor: line,
  });
  return {
    height: DEFAULT_HEIGHT,
    autosize: true,
    ...layout,
    font: { ...asObject(layout.font), color: ink },
    modebar: { bgcolor: clear, color: muted, activecolor: ink },
    template: {
      ...template,
      layout: {
        ...given,
        paper_bgcolor: clear,
        plot_bgcolor: clear,
        xaxis: axis(given.xaxis),
        yaxis: axis(given.yaxis),
        legend: { ...asObject(given.legend), bgcolor: clear },
        hoverlabel: {
          ...asObject(given.hoverlabel),
          bgcolor: surface,
          bordercolor: line,
          font: { color: ink },
        },
        geo: {
          ...asObject(given.geo),
          bgcolor: clear,
          lakecolor: surface,
          landcolor: colour('layout-color2'),
        },
      },
    },
  };
}

function asObject(value: unknown): PlotlyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlotlyObject) : {};
}
