import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import { drawFigure, forgetFigure, isNarrow, notesOn, resizeFigure } from './figure.js';

const PLOTLY_TYPE = 'application/vnd.plotly.v1+json';

/** Draws one output that is a Plotly figure, and draws it again when the theme changes. */
class FigureWidget extends Widget implements IRenderMime.IRenderer {
  private readonly themeWatcher = new MutationObserver(() => this.draw());
  private readonly plot = document.createElement('div');
  private readonly notes = document.createElement('div');
  private figure: unknown;
  private drawnNarrow = false;

  constructor() {
    super();
    this.addClass('listenlab-figure');
    this.notes.className = 'listenlab-figure-notes';
    this.node.append(this.plot, this.notes);
    this.themeWatcher.observe(document.body, { attributeFilter: ['data-jp-theme-light'] });
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.figure = model.data[PLOTLY_TYPE];
    await this.draw();
    const notes = await notesOn(this.figure).catch(() => []);
    this.notes.replaceChildren(
      ...notes.map((text) => Object.assign(document.createElement('p'), { textContent: text })),
    );
  }

  protected override onResize(): void {
    if (this.plot.clientWidth > 0 && isNarrow(this.plot) !== this.drawnNarrow) void this.draw();
    else void resizeFigure(this.plot);
  }

  override dispose(): void {
    this.themeWatcher.disconnect();
    forgetFigure(this.plot);
    super.dispose();
  }

  private async draw(): Promise<void> {
    await pageSeen();
    if (this.isDisposed) return;
    this.drawnNarrow = isNarrow(this.plot);
    try {
      await drawFigure(this.plot, this.figure);
    } catch (error) {
      this.plot.textContent = `This chart could not be drawn: ${error instanceof Error ? error.message : error}`;
    }
  }
}

/** Waits until the page is in view: before, its texts may have no size, by which Plotly places them. */
async function pageSeen(): Promise<void> {
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}

/** Plotly figures, as `show` sends them. */
export const figureExtension: IRenderMime.IExtension = {
  id: 'listenlab:plotly',
  description: 'Draws Plotly figures.',
  // Before JupyterLab's own renderer of JSON, which would show the figure as a tree.
  rank: 0,
  rendererFactory: {
    safe: true,
    mimeTypes: [PLOTLY_TYPE],
    createRenderer: () => new FigureWidget(),
  },
  dataType: 'json',
};
