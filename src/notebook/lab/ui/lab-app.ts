import './lab-styles.js';
import { JupyterLab } from '@jupyterlab/application';
import { labPlugins } from './lab-plugins.js';
import { startApplication } from './start-application.js';

/** Starts JupyterLab. */
void startApplication(JupyterLab, labPlugins);
