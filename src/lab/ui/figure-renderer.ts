import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import { drawFigure, forgetFigure, resizeFigure } from './figure.js';

const PLOTLY_TYPE = 'application/vnd.plotly.v1+json';

/** Draws one output that is a Plotly figure, and draws it again when the theme changes. */
class FigureWidget extends Widget implements IRenderMime.IRenderer {
  private readonly themeWatcher = new MutationObserver(() => this.draw());
  private figure: unknown;

  constructor() {
    super();
    this.addClass('listenlab-figure');
    this.themeWatcher.observe(document.body, { attributeFilter: ['data-jp-theme-light'] });
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.figure = model.data[PLOTLY_TYPE];
    await this.draw();
  }

  protected override onResize(): void {
    void resizeFigure(this.node);
  }

  override dispose(): void {
    this.themeWatcher.disconnect();
    forgetFigure(this.node);
    super.dispose();
  }

  private async draw(): Promise<void> {
    try {
      await drawFigure(this.node, this.figure);
    } catch (error) {
      this.node.textContent = `This chart could not be drawn: ${error instanceof Error ? error.message : error}`;
    }
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
