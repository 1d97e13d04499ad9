import notebookApplication from '@jupyter-notebook/application-extension';
import notebookPage from '@jupyter-notebook/notebook-extension';
import application from '@jupyterlab/application-extension';
import apputils from '@jupyterlab/apputils-extension';
import codemirror from '@jupyterlab/codemirror-extension';
import completer from '@jupyterlab/completer-extension';
import documents from '@jupyterlab/docmanager-extension';
import documentSearch from '@jupyterlab/documentsearch-extension';
import fileBrowser from '@jupyterlab/filebrowser-extension';
import fileEditor from '@jupyterlab/fileeditor-extension';
import htmlViewer from '@jupyterlab/htmlviewer-extension';
import imageViewer from '@jupyterlab/imageviewer-extension';
import mainMenu from '@jupyterlab/mainmenu-extension';
import markdownViewer from '@jupyterlab/markdownviewer-extension';
import mathJax from '@jupyterlab/mathjax-extension';
import notebook from '@jupyterlab/notebook-extension';
import services from '@jupyterlab/services-extension';
import shortcuts from '@jupyterlab/shortcuts-extension';
import darkTheme from '@jupyterlab/theme-dark-extension';
import lightTheme from '@jupyterlab/theme-light-extension';
import toc from '@jupyterlab/toc-extension';
import translation from '@jupyterlab/translation-extension';
import uiComponents from '@jupyterlab/ui-components-extension';
import { cellRoles, editorNames, openersOfToolbars } from './accessibility.js';
import { answerSaves } from './answer-saves.js';
import { checkedDrive } from './checked-drive.js';
import { choosePlugins, type Plugin, pluginsWithout } from './choose-plugins.js';
import { earlyPictures } from './early-pictures.js';
import { home } from './home.js';
import { labConnection, labEnds, serverSettings } from './lab-connection.js';
import { diagramSource, readableHeadings } from './markdown.js';
import { kernelChoice, runCells } from './run-cells.js';
import { savedPictures } from './save-pictures.js';
import { saveStatus } from './save-status.js';
import { lostFiles, otherTabs } from './shared-files.js';
import { searchCommands, tabDocuments } from './tab-documents.js';
import { sharedTheme } from './windows.js';

/**
 * The plugins of every page of the notebook interface, as Jupyter Notebook has them. Two of JupyterLab's would
 * be wrong here: apputils' `resolver` gives each window a name of its own and moves it to an address of
 * JupyterLab, and the file browser's `settings` undoes those of the page of files.
 */
export const sharedPlugins: Plugin[] = [
  pluginsWithout(services, ['default-drive', 'server-settings']),
  pluginsWithout(notebookApplication, ['logo']),
  choosePlugins(notebookPage, [
    'checkpoints',
    'close-tab',
    'full-width-notebook',
    'kernel-logo',
    'kernel-status',
    'menu-override',
    'open-tree-tab',
    'scroll-output',
    'trusted',
  ]),
  choosePlugins(application, ['commands', 'context-menu', 'router', 'top-bar']),
  choosePlugins(apputils, [
    'palette',
    'notification',
    'print',
    'sanitizer',
    'settings-connector',
    'settings',
    'state',
    'themes',
    'themes-palette-menu',
    'toolbar-registry',
    'utilityCommands',
    'kernels-settings',
  ]),
  choosePlugins(codemirror, ['services', 'binding', 'commands', 'extensions', 'languages', 'themes']),
  choosePlugins(completer, ['base-service', 'manager']),
  choosePlugins(documents, ['plugin', 'opener', 'contexts', 'dialogs', 'download']),
  choosePlugins(documentSearch, ['plugin']),
  choosePlugins(fileBrowser, ['factory', 'default-file-browser']),
  choosePlugins(fileEditor, ['plugin', 'widget-factory']),
  choosePlugins(htmlViewer),
  choosePlugins(imageViewer),
  choosePlugins(mainMenu, ['plugin']),
  choosePlugins(markdownViewer),
  choosePlugins(mathJax),
  choosePlugins(notebook, ['tracker', 'widget-factory']),
  choosePlugins(shortcuts),
  choosePlugins(darkTheme),
  choosePlugins(lightTheme),
  choosePlugins(toc, ['registry']),
  choosePlugins(translation, ['translator-connector', 'translator']),
  choosePlugins(uiComponents),
  [
    searchCommands,
    cellRoles,
    answerSaves,
    checkedDrive,
    editorNames,
    tabDocuments,
    home,
    kernelChoice,
    labConnection,
    labEnds,
    diagramSource,
    earlyPictures,
    lostFiles,
    openersOfToolbars,
    otherTabs,
    readableHeadings,
    runCells,
    savedPictures,
    saveStatus,
    serverSettings,
    sharedTheme,
  ],
].flat();
