import { h } from './dom.js';
import type { Figure } from './figures.js';
import type { Plotly } from './plotly.js';

/** A chart is drawn so often at most, in milliseconds: a drawing takes some ten. */
const PAUSE = 80;

/** A chart in the colours of its page. */
export class Chart {
  readonly element: HTMLElement;
  readonly #plot = h('div', { class: 'll-plot' });
  #plotly: Plotly | undefined;
  #figure: Figure | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #resizes: ResizeObserver | undefined;

  /** @param title left out where what stands above it says what it shows */
  constructor(title?: string) {
    const caption = title === undefined ? [] : [h('figcaption', {}, title)];
    // Until there is something to draw with, nothing is better than an empty frame.
    this.element = h('figure', { class: 'll-chart', hidden: true }, ...caption, this.#plot);
    this.#plot.setAttribute('role', 'img');
  }

  /** Draws from now on; without Plotly the chart stays hidden. */
  use(plotly: Plotly | undefined): void {
    this.#plotly = plotly;
    this.element.hidden = plotly === undefined;
    if (!plotly) return;
    this.#resizes = new ResizeObserver(() => {
      if (this.#plot.classList.contains('js-plotly-plot') && this.#plot.offsetWidth > 0) {
        void plotly.Plots.resize(this.#plot);
      }
    });
    this.#resizes.observe(this.#plot);
    this.draw();
  }

  /** Shows this soon: of figures that follow each other quickly, the last. */
  show(figure: Figure): void {
    this.#figure = figure;
    this.#waiting ??= setTimeout(() => this.draw(), PAUSE);
  }

  /** Draws again, for instance in other colours. */
  draw(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    if (!this.#plotly || !this.#figure || !this.element.isConnected) return;
    const { data, layout, words } = this.#figure;
    this.#plot.setAttribute('aria-label', words);
    void this.#plotly.react(this.#plot, structuredClone([...data]), inTheme(this.#plot, layout), CONFIG);
  }

  close(): void {
    clearTimeout(this.#waiting);
    this.#resizes?.disconnect();
    this.#plotly?.purge(this.#plot);
  }
}

const CONFIG = { displayModeBar: false, displaylogo: false, scrollZoom: false, plotlyServerURL: '' };

function inTheme(node: HTMLElement, layout: Figure['layout']): object {
  const [ink, line, surface] = ['ink', 'line', 'surface'].map((name) => colourOf(node, `--ll-${name}`));
  const axis = { automargin: true, gridcolor: line, linecolor: line, zerolinecolor: line, fixedrange: true };
  const clear = 'rgba(0,0,0,0)';
  return structuredClone({
    autosize: true,
    margin: { t: 8, r: 16, b: 40, l: 52 },
    dragmode: false,
    paper_bgcolor: clear,
    plot_bgcolor: clear,
    font: { family: getComputedStyle(node).fontFamily, size: 12, color: ink },
    hoverlabel: { bgcolor: surface, bordercolor: line, font: { color: ink } },
    ...layout,
    xaxis: { ...axis, ...layout.xaxis },
    yaxis: { ...axis, ...layout.yaxis },
  });
}

/** What a colour of the panel is now; Plotly knows no variables. */
function colourOf(node: HTMLElement, variable: string): string {
  const probe = h('span');
  probe.style.color = `var(${variable})`;
  node.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
