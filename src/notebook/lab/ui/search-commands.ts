import { ISearchProviderRegistry } from '@jupyterlab/documentsearch';
import type { Plugin } from './choose-plugins.js';

/**
 * Ctrl+F searches the open document. JupyterLab enables its search commands by a class on the searched
 * widget, which in JupyterLab its shell sets and here this plugin does.
 */
export const searchCommands: Plugin = {
  id: 'listenlab:search-commands',
  description: 'Marks documents that can be searched.',
  requires: [ISearchProviderRegistry],
  autoStart: true,
  activate: (app, registry: ISearchProviderRegistry) => {
    const mark = () => {
      const widget = app.shell.currentWidget;
      if (widget && registry.hasProvider(widget)) widget.addClass('jp-mod-searchable');
    };
    app.shell.currentChanged?.connect(mark);
    registry.changed.connect(mark);
    mark();
  },
};
