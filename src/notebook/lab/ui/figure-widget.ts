import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import { coloursAt, type FigureColours, figureTheme } from '../../page/figure-theme.js';
import { NARROW, narrowFigure } from '../../page/narrow-figure.js';
import {
  asObject,
  type FoundProblem,
  over,
  type Plotly,
  type PlotlyObject,
  QUIET,
} from '../../page/plotly.js';
import { watchTheme } from '../../page/theme.js';

/** Plotly's default height of a figure, in pixels. */
const DEFAULT_HEIGHT = 450;

/** Where a page has Plotly. */
export interface PlotlySource {
  /** Loads it, for the first figure. */
  load(): Promise<Plotly>;
  /** Address of the folder with outlines of countries, which Plotly would fetch from another host. */
  maps(): string;
}

/**
 * Draws or redraws a figure in the colours of the page's theme.
 *
 * @param value the JSON of an output of type `application/vnd.plotly.v1+json`
 * @throws Error when it is not a figure, or Plotly cannot be loaded or cannot draw it
 */
async function drawFigure(node: HTMLElement, value: unknown, source: PlotlySource): Promise<void> {
  const { data, layout: given } = readFigure(value);
  const plotly = await source.load();
  const layout = inTheme(given);
  if (isNarrow(node)) {
    const size = { width: node.clientWidth, height: Number(layout.height) };
    layout.height = narrowFigure({ data, layout }, size);
  }
  node.style.minHeight = `${layout.height}px`;
  await plotly.react(node, data, layout, {
    ...QUIET,
    responsive: true,
    topojsonURL: source.maps(),
    modeBarButtonsToRemove: ['sendChartToCloud', 'select2d', 'lasso2d', 'autoScale2d'],
  });
}

/** Whether a figure is so narrow that it is drawn differently; false while not in view. */
function isNarrow(node: HTMLElement): boolean {
  return node.clientWidth > 0 && node.clientWidth < NARROW;
}

/**
 * Warnings for the author of a figure: what the kernel has found, and attributes and values that Plotly silently
 * ignores.
 */
async function notesOn(value: unknown, source: PlotlySource): Promise<string[]> {
  const { data, layout, notes = [] } = readFigure(value);
  const plotly = await source.load();
  let found: FoundProblem[];
  try {
    found = plotly.validate(data, layout) ?? [];
  } catch {
    // Plotly's validation itself throws for some figures that it can draw.
    found = [];
  }
  const words = found.flatMap(({ code, container, trace, astr, msg }) => {
    const place = `${container}${trace === null ? '' : `[${trace}]`}.${astr}`;
    if (code === 'schema') return [`Plotly knows no ${place}, and leaves it out.`];
    return code === 'value' || code === 'object' || code === 'array' ? [`${msg}.`] : [];
  });
  return [...notes, ...words];
}

export function readFigure(value: unknown): { data: PlotlyObject[]; layout: PlotlyObject; notes?: string[] } {
  const { data, layout = {}, notes } = structuredClone(value ?? {}) as Partial<ReturnType<typeof readFigure>>;
  if (!Array.isArray(data)) throw new Error('it has no list of traces under `data`');
  return { data, layout, notes };
}

/** Fits a figure to its output's width; does nothing before it is drawn. */
async function resizeFigure(node: HTMLElement, source: PlotlySource): Promise<void> {
  if (!isDrawn(node) || node.offsetWidth === 0) return;
  const plotly = await source.load();
  await plotly.Plots.resize(node);
}

/** Lets Plotly free what it holds for a figure. */
function forgetFigure(node: HTMLElement, source: PlotlySource): void {
  if (isDrawn(node)) void source.load().then((plotly) => plotly.purge(node));
}

function isDrawn(node: HTMLElement): boolean {
  return node.classList.contains('js-plotly-plot');
}

/** JupyterLab's names for the colours of a page. */
const COLOURS: FigureColours = {
  ink: 'var(--jp-ui-font-color0)',
  muted: 'var(--jp-ui-font-color1)',
  line: 'var(--jp-border-color2)',
  surface: 'var(--jp-layout-color1)',
  land: 'var(--jp-layout-color2)',
};

/** Text, lines and surfaces follow the theme; the colours of the data stay. */
function inTheme(layout: PlotlyObject): PlotlyObject {
  const { font, modebar, ...theme } = figureTheme(coloursAt(document.body, COLOURS));
  const template = asObject(layout.template);
  return {
    height: DEFAULT_HEIGHT,
    autosize: true,
    ...layout,
    font: { ...asObject(layout.font), ...font },
    modebar,
    template: { ...template, layout: over(asObject(template.layout), theme) },
  };
}

/** The types of an output, with its data. */
type Bundle = Readonly<Record<string, unknown>>;

/** The MIME type of a Plotly figure. */
export const PLOTLY_TYPE = 'application/vnd.plotly.v1+json';

/** Draws one output that is a Plotly figure, and draws it again when the theme changes. */
class FigureWidget extends Widget implements IRenderMime.IRenderer {
  private readonly endTheme = watchTheme(() => void this.draw());
  private readonly plot = document.createElement('div');
  private readonly notes = document.createElement('div');
  private bundle: Bundle = {};
  private drawnNarrow = false;

  constructor(private readonly source: PlotlySource) {
    super();
    this.addClass('listenlab-figure');
    this.notes.className = 'listenlab-figure-notes';
    this.node.append(this.plot, this.notes);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.bundle = model.data;
    await this.draw();
    const notes = await notesOn(model.data[PLOTLY_TYPE], this.source).catch(() => []);
    this.notes.replaceChildren(
      ...notes.map((text) => Object.assign(document.createElement('p'), { textContent: text })),
    );
  }

  protected override onResize(): void {
    if (this.plot.clientWidth > 0 && isNarrow(this.plot) !== this.drawnNarrow) void this.draw();
    else void resizeFigure(this.plot, this.source);
  }

  override dispose(): void {
    this.endTheme();
    forgetFigure(this.plot, this.source);
    super.dispose();
  }

  private async draw(): Promise<void> {
    await pageSeen();
    if (this.isDisposed) return;
    this.drawnNarrow = isNarrow(this.plot);
    try {
      await drawFigure(this.plot, this.bundle[PLOTLY_TYPE], this.source);
    } catch (error) {
      const reason = `This chart could not be drawn: ${error instanceof Error ? error.message : error}`;
      this.plot.replaceChildren(reason, insteadOf(this.bundle));
    }
  }
}

/** What stands beside a figure for those who cannot draw it: its picture, else its text. */
function insteadOf(bundle: Bundle): HTMLElement {
  const [svg, png, text] = ['image/svg+xml', 'image/png', 'text/plain'].map((type) => joined(bundle[type]));
  if (svg === '' && png === '') return Object.assign(document.createElement('pre'), { textContent: text });
  const src = svg === '' ? `data:image/png;base64,${png}` : `data:image/svg+xml,${encodeURIComponent(svg)}`;
  return Object.assign(document.createElement('img'), { src, alt: text });
}

/** A text of a notebook, which may be a list of its lines; empty where there is none. */
function joined(text: unknown): string {
  return Array.isArray(text) ? text.join('') : String(text ?? '');
}

/** Waits until the page is visible: before, texts may have no size, which Plotly needs to place them. */
export async function pageSeen(): Promise<void> {
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}

/** Before pictures and HTML of the same output, and before JupyterLab's own renderer of JSON, which shows a tree. */
export const FIGURE_RANK = 0;

/** Draws figures, as `show` sends them, with the Plotly of a page. */
export function figureRenderer(source: PlotlySource): IRenderMime.IRendererFactory {
  return {
    // Data alone, so that figures of notebooks of others are drawn, too.
    safe: true,
    mimeTypes: [PLOTLY_TYPE],
    createRenderer: () => new FigureWidget(source),
  };
}
