import { coloursAt, figureTheme, PALETTE } from '../../notebook/page/figure-theme.js';
import { over, type Plotly, QUIET } from '../../notebook/page/plotly.js';
import { h } from './dom.js';
import type { Figure } from './figures.js';
import { separators } from './say.js';

/** Minimum time between redraws of a chart, in milliseconds: drawing takes some ten. */
const PAUSE = 80;

/** Width of a panel on A4 paper, in a report, at 96 dots per inch. */
const PAPER_WIDTH = 646;

/** A chart in the colours of its page. */
export class Chart {
  readonly element: HTMLElement;
  readonly #plot = h('div', { class: 'll-plot' });
  readonly #closing = new AbortController();
  #plotly: Plotly | undefined;
  #figure: Figure | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #resizes: ResizeObserver | undefined;

  /** @param title omitted if the heading above says what it shows */
  constructor(title?: string) {
    const caption = title === undefined ? [] : [h('figcaption', {}, title)];
    // Until Plotly is loaded, nothing is better than an empty frame.
    this.element = h('figure', { class: 'll-chart', hidden: true }, ...caption, this.#plot);
    this.#plot.setAttribute('role', 'img');
  }

  /** Draws from now on; without Plotly the chart stays hidden. */
  use(plotly: Plotly | undefined): void {
    const { signal } = this.#closing;
    // Plotly may come after the panel has been closed.
    if (signal.aborted) return;
    this.#plotly = plotly;
    this.element.hidden = plotly === undefined;
    if (!plotly) return;
    this.#resizes = new ResizeObserver(() => {
      if (this.#plot.classList.contains('js-plotly-plot') && this.#plot.offsetWidth > 0) {
        void plotly.Plots.resize(this.#plot);
      }
    });
    this.#resizes.observe(this.#plot);
    addEventListener('beforeprint', () => this.draw({ onPaper: true }), { signal });
    addEventListener('afterprint', () => this.draw(), { signal });
    this.draw();
  }

  /** Shows this figure soon; of figures in quick succession only the last is drawn. */
  show(figure: Figure): void {
    this.#figure = figure;
    this.#waiting ??= setTimeout(() => this.draw(), PAUSE);
  }

  /** Draws again, for instance in other colours. @param onPaper whether it must fit on a printed page */
  draw({ onPaper = false } = {}): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    if (!this.#plotly || !this.#figure || !this.element.isConnected) return;
    const { data, layout, words } = this.#figure;
    const { clientWidth, clientHeight } = this.#plot;
    const size = onPaper
      ? { autosize: false, width: Math.min(clientWidth, PAPER_WIDTH), height: clientHeight }
      : { autosize: true };
    this.#plot.setAttribute('aria-label', words);
    const shown = { ...inTheme(this.#plot, layout), ...size, separators: separators() };
    void this.#plotly.react(this.#plot, structuredClone([...data]), shown, CONFIG);
  }

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#waiting);
    this.#resizes?.disconnect();
    this.#plotly?.purge(this.#plot);
  }
}

const CONFIG = { ...QUIET, displayModeBar: false, scrollZoom: false };

function inTheme(node: HTMLElement, layout: Figure['layout']): object {
  const axis = { fixedrange: true, title: { font: { size: 12 }, standoff: 10 } };
  const panel = {
    margin: { t: 8, r: 16, b: 40, l: 52 },
    dragmode: false,
    font: { family: getComputedStyle(node).fontFamily, size: 12 },
    xaxis: axis,
    yaxis: axis,
  };
  // As a template, which all axes have in common.
  return structuredClone({
    template: { layout: over(figureTheme(coloursAt(node, PALETTE)), panel) },
    ...layout,
  });
}

interface PlotlyPage {
  Plotly?: Plotly;
  /** Set by listenlab's own lab, which has Plotly for its charts, whatever the kernel does. */
  listenlabLoadPlotly?: () => Promise<Plotly>;
  /** Plotly made from a kernel's text; others do not wait for a pending text: its kernel may be gone. */
  listenlabPlotly?: Plotly;
}

/**
 * The page's own Plotly, or one made from its source text, shared by the whole page.
 *
 * @param ask requests the text; omitted if nobody could send it
 * @returns undefined if unavailable: the panel then shows numbers only
 */
export async function loadPlotly(
  ask: (() => Promise<string | undefined>) | undefined,
): Promise<Plotly | undefined> {
  const page = globalThis as PlotlyPage;
  const known = page.Plotly ?? page.listenlabPlotly ?? (await page.listenlabLoadPlotly?.());
  if (known || !ask) return known;
  const text = await ask();
  if (text !== undefined) page.listenlabPlotly ??= plotlyOf(text);
  return page.listenlabPlotly;
}

/** As a CommonJS module, so that it leaves the page's own globals and module loader alone. */
function plotlyOf(text: string): Plotly {
  const module: { exports: unknown } = { exports: {} };
  new Function('module', 'exports', 'define', text)(module, module.exports, undefined);
  return module.exports as Plotly;
}
