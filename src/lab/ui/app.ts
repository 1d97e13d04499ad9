import './styles.js';
import { NotebookApp } from '@jupyter-notebook/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { IServiceManager } from '@jupyterlab/services';
import { PluginRegistry } from '@lumino/coreutils';
import { mimeExtensions } from './mime-extensions.js';
import { loadPlugins } from './plugins.js';

/** Starts the notebook interface on the page that the server names in its configuration. */
async function start(): Promise<void> {
  const plugins = await loadPlugins(PageConfig.getOption('notebookPage'));
  const pluginRegistry = new PluginRegistry<NotebookApp>();
  pluginRegistry.registerPlugins(plugins);
  const serviceManager = await pluginRegistry.resolveRequiredService(IServiceManager);
  const availablePlugins = plugins.map((plugin) => ({
    id: plugin.id,
    description: plugin.description ?? '',
    requires: plugin.requires ?? [],
    optional: plugin.optional ?? [],
    provides: plugin.provides ?? null,
    autoStart: plugin.autoStart,
    enabled: true,
    extension: '',
  }));
  const app = new NotebookApp({ pluginRegistry, serviceManager, mimeExtensions, availablePlugins } as never);
  await app.start();
}

void start();
