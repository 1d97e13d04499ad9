import tree from '@jupyter-notebook/tree-extension';
import fileBrowser from '@jupyterlab/filebrowser-extension';
import running from '@jupyterlab/running-extension';
import settingEditor from '@jupyterlab/settingeditor-extension';
import { choosePlugins, type Plugin } from './choose-plugins.js';

/** The plugins of the list of files. */
export const treePlugins: Plugin[] = [
  choosePlugins(tree),
  choosePlugins(fileBrowser, ['browser', 'download', 'file-upload-status', 'open-with', 'share-file']),
  choosePlugins(running, ['plugin']),
  choosePlugins(settingEditor, ['form-ui', 'plugin']),
].flat();
