import { defaultNotebookPathOpener, INotebookPathOpener } from '@jupyter-notebook/application';
import { ILabStatus } from '@jupyterlab/application';
import { ISessionContextDialogs, SessionContextDialogs } from '@jupyterlab/apputils';
import { PageConfig, URLExt } from '@jupyterlab/coreutils';
import { DocumentManager, IDocumentManager, IDocumentWidgetOpener } from '@jupyterlab/docmanager';
import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';
import { ISearchProviderRegistry } from '@jupyterlab/documentsearch';
import { IConnectionStatus, type Kernel } from '@jupyterlab/services';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import type { Plugin } from './choose-plugins.js';

/** Marks requests for a document of the page itself, as in Jupyter Notebook. */
const OWN_DOCUMENT = '_noref';

/**
 * Opens every document but the page's own in a tab of its own. Jupyter Notebook first loads it into this page and
 * discards it, which leaves errors in the console and may be too late for the browser to attribute the new tab to the
 * click.
 */
class TabDocumentManager extends DocumentManager {
  readonly #tabs: INotebookPathOpener;

  constructor(options: DocumentManager.IOptions, tabs: INotebookPathOpener) {
    super(options);
    this.#tabs = tabs;
  }

  override open(
    path: string,
    widgetName = 'default',
    kernel?: Partial<Kernel.IModel>,
    options?: DocumentRegistry.IOpenOptions,
    preference?: Parameters<DocumentManager['open']>[4],
  ): IDocumentWidget | undefined {
    if (options?.ref === OWN_DOCUMENT) return super.open(path, widgetName, kernel, options, preference);
    const usual = this.registry.defaultWidgetFactory(path).name;
    const factory = widgetName === 'default' ? usual : widgetName;
    this.#tabs.open({
      prefix: URLExt.join(PageConfig.getBaseUrl(), factory.includes('Notebook') ? 'notebooks' : 'edit'),
      path,
      searchParams: factory === usual ? undefined : new URLSearchParams({ factory }),
    });
    return elsewhere();
  }
}

/** Placeholder for a document in another tab, without effect for callers. */
function elsewhere(): IDocumentWidget {
  const widget = new Widget();
  widget.dispose();
  return widget as IDocumentWidget;
}

/** In place of the plugin of JupyterLab's document manager. */
export const tabDocuments: Plugin = {
  id: 'listenlab:tab-documents',
  description: 'Opens each document in its own tab.',
  provides: IDocumentManager,
  requires: [IDocumentWidgetOpener],
  optional: [INotebookPathOpener, ITranslator, ILabStatus, ISessionContextDialogs, IConnectionStatus],
  autoStart: true,
  activate: (
    app,
    opener: IDocumentWidgetOpener,
    tabs: INotebookPathOpener | null,
    translator: ITranslator | null,
    status: ILabStatus | null,
    sessionDialogs: ISessionContextDialogs | null,
    connection: IConnectionStatus | null,
  ) => {
    const options: DocumentManager.IOptions = {
      registry: app.docRegistry,
      manager: app.serviceManager,
      opener,
      when: app.restored.then(() => undefined),
      setBusy: status ? () => status.setBusy() : undefined,
      sessionDialogs:
        sessionDialogs ?? new SessionContextDialogs({ translator: translator ?? nullTranslator }),
      translator: translator ?? nullTranslator,
      isConnectedCallback: () => connection?.isConnected ?? true,
    };
    return new TabDocumentManager(options, tabs ?? defaultNotebookPathOpener);
  },
};

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
