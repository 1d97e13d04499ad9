import '@jupyter-notebook/application-extension/style/index.js';
import '@jupyter-notebook/notebook-extension/style/index.js';
import '@jupyter-notebook/tree-extension/style/index.js';
import '@jupyter-notebook/ui-components/style/index.js';
import './shared-styles.js';
import { NotebookApp } from '@jupyter-notebook/application';
import { PageConfig } from '@jupyterlab/coreutils';
import fileEditor from '@jupyterlab/fileeditor-extension';
import { choosePlugins, type Plugin } from './choose-plugins.js';
import { sharedPlugins } from './shared-plugins.js';
import { startApplication } from './start-application.js';

/** Starts the notebook interface on the page that the server names in its configuration. */
async function start(): Promise<void> {
  await startApplication(NotebookApp, await loadPlugins(PageConfig.getOption('notebookPage')));
}

void start();

/**
 * The plugins of one page: those of all pages, and those of its own, loaded only there.
 *
 * @param page by the server's name: `tree`, `notebooks` or `edit`
 */
async function loadPlugins(page: string): Promise<Plugin[]> {
  return [...sharedPlugins, ...(await pagePlugins(page))];
}

async function pagePlugins(page: string): Promise<Plugin[]> {
  if (page === 'tree') return (await import('./tree-plugins.js')).treePlugins;
  if (page === 'notebooks') return (await import('./notebook-plugins.js')).notebookPlugins;
  if (page === 'edit') return choosePlugins(fileEditor, ['completer', 'search']);
  return [];
}
