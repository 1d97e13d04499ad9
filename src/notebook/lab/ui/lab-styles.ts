import '@jupyterlab/console-extension/style/index.js';
import '@jupyterlab/inspector-extension/style/index.js';
import '@jupyterlab/launcher-extension/style/index.js';
import '@jupyterlab/statusbar-extension/style/index.js';
import './shared-styles.js';
