import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { Widget } from '@lumino/widgets';
import { mountTable } from '../../page/table/table-tools.js';
import { IN_ENGLISH } from '../../page/table/table-words.js';
import { isPackedTable, TABLE_TYPE } from '../../table/packed-table.js';

/** Shows the HTML of an output whose last table has its values beside it, with tools for that table. */
class TableWidget extends Widget implements IRenderMime.IRenderer {
  private readonly sanitizer: IRenderMime.ISanitizer;

  constructor({ sanitizer }: IRenderMime.IRendererOptions) {
    super();
    this.sanitizer = sanitizer;
    this.addClass('jp-RenderedHTMLCommon');
    this.addClass('listenlab-table');
  }

  async renderModel({ data }: IRenderMime.IMimeModel): Promise<void> {
    // The notebook may be somebody else's.
    this.node.innerHTML = this.sanitizer.sanitize(htmlIn(data['text/html']));
    const frame = Array.from(this.node.querySelectorAll<HTMLElement>('.listenlab-frame')).at(-1);
    const packed: unknown = data[TABLE_TYPE];
    if (frame && isPackedTable(packed)) mountTable(frame, packed, IN_ENGLISH);
  }
}

/** Notebook files have long texts as their lines. */
function htmlIn(value: unknown): string {
  return Array.isArray(value) ? value.join('') : String(value ?? '');
}

/** Tables with their values, as `show` sends them. */
export const tableExtension: IRenderMime.IExtension = {
  id: 'listenlab:table',
  description: 'Shows tables that can be sorted, searched and copied.',
  // Before the renderers of HTML and JSON.
  rank: 0,
  rendererFactory: {
    safe: true,
    mimeTypes: [TABLE_TYPE],
    createRenderer: (options) => new TableWidget(options),
  },
  dataType: 'json',
};
