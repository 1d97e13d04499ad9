import '@jupyter-notebook/application-extension/style/index.js';
import '@jupyter-notebook/notebook-extension/style/index.js';
import '@jupyter-notebook/tree-extension/style/index.js';
import '@jupyter-notebook/ui-components/style/index.js';
import './shared-styles.js';
