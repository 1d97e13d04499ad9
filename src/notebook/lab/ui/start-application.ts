import type { JupyterFrontEnd } from '@jupyterlab/application';
import { IServiceManager } from '@jupyterlab/services';
import { PluginRegistry } from '@lumino/coreutils';
import type { Plugin } from './choose-plugins.js';
import { mimeExtensions } from './mime-extensions.js';

/** NotebookApp and JupyterLab take the same options, which their types name differently. */
type Application = new (options: never) => JupyterFrontEnd;

/** Makes an application of plugins, and starts it. */
export async function startApplication(Application: Application, plugins: readonly Plugin[]): Promise<void> {
  const pluginRegistry = new PluginRegistry<JupyterFrontEnd>();
  pluginRegistry.registerPlugins([...plugins]);
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
  const app = new Application({ pluginRegistry, serviceManager, mimeExtensions, availablePlugins } as never);
  await app.start();
}
