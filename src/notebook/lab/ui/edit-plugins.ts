import fileEditor from '@jupyterlab/fileeditor-extension';
import { choosePlugins, type Plugin } from './choose-plugins.js';

/** The plugins of a text file's page. */
export const editPlugins: Plugin[] = choosePlugins(fileEditor, ['completer', 'search']);
