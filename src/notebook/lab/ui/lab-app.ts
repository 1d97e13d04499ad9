import '@jupyterlab/console-extension/style/index.js';
import '@jupyterlab/inspector-extension/style/index.js';
import '@jupyterlab/launcher-extension/style/index.js';
import '@jupyterlab/statusbar-extension/style/index.js';
import './shared-styles.js';
import { JupyterLab } from '@jupyterlab/application';
import { labPlugins } from './lab-plugins.js';
import { startApplication } from './start-application.js';

/** Starts JupyterLab. */
void startApplication(JupyterLab, labPlugins);
