import './notebook-styles.js';
import { NotebookApp } from '@jupyter-notebook/application';
import { PageConfig } from '@jupyterlab/coreutils';
import { loadPlugins } from './plugins.js';
import { startApplication } from './start-application.js';

/** Starts the notebook interface on the page that the server names in its configuration. */
async function start(): Promise<void> {
  await startApplication(NotebookApp, await loadPlugins(PageConfig.getOption('notebookPage')));
}

void start();
