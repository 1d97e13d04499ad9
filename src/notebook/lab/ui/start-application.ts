import type { JupyterFrontEnd } from '@jupyterlab/application';
import javascript from '@jupyterlab/javascript-extension';
import json from '@jupyterlab/json-extension';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { IServiceManager } from '@jupyterlab/services';
import { PluginRegistry } from '@lumino/coreutils';
import type { Plugin } from './choose-plugins.js';
import { figureExtension } from './figure.js';
import { tableExtension } from './table.js';

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

/** What draws outputs that JupyterLab's own renderers do not. */
const mimeExtensions: IRenderMime.IExtension[] = [javascript, json, figureExtension, tableExtension].flat();
