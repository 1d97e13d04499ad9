import widgets from '@jupyter-widgets/jupyterlab-manager';
import application from '@jupyterlab/application-extension';
import apputils from '@jupyterlab/apputils-extension';
import cellToolbar from '@jupyterlab/cell-toolbar-extension';
import codemirror from '@jupyterlab/codemirror-extension';
import completer from '@jupyterlab/completer-extension';
import codeConsole from '@jupyterlab/console-extension';
import documents from '@jupyterlab/docmanager-extension';
import documentSearch from '@jupyterlab/documentsearch-extension';
import fileBrowser from '@jupyterlab/filebrowser-extension';
import fileEditor from '@jupyterlab/fileeditor-extension';
import htmlViewer from '@jupyterlab/htmlviewer-extension';
import imageViewer from '@jupyterlab/imageviewer-extension';
import inspector from '@jupyterlab/inspector-extension';
import launcher from '@jupyterlab/launcher-extension';
import mainMenu from '@jupyterlab/mainmenu-extension';
import markdownViewer from '@jupyterlab/markdownviewer-extension';
import mathJax from '@jupyterlab/mathjax-extension';
import notebook from '@jupyterlab/notebook-extension';
import renderMime from '@jupyterlab/rendermime-extension';
import running from '@jupyterlab/running-extension';
import services from '@jupyterlab/services-extension';
import settingEditor from '@jupyterlab/settingeditor-extension';
import shortcuts from '@jupyterlab/shortcuts-extension';
import statusBar from '@jupyterlab/statusbar-extension';
import darkTheme from '@jupyterlab/theme-dark-extension';
import lightTheme from '@jupyterlab/theme-light-extension';
import toc from '@jupyterlab/toc-extension';
import tooltip from '@jupyterlab/tooltip-extension';
import translation from '@jupyterlab/translation-extension';
import uiComponents from '@jupyterlab/ui-components-extension';
import { cellRoles, controlKeys, editorNames, openersOfToolbars } from './accessibility.js';
import { answerSaves } from './answer-saves.js';
import { anyWidget } from './any-widget.js';
import { checkedDrive } from './checked-drive.js';
import { choosePlugins, type Plugin, pluginsWithout } from './choose-plugins.js';
import { earlyPictures } from './early-pictures.js';
import { exportEntry } from './export-entry.js';
import { followRuns, questions } from './follow-runs.js';
import { home } from './home.js';
import { interrupts, kernelEnds } from './kernel-ends.js';
import { labConnection, labEnds, serverSettings } from './lab-connection.js';
import { diagramSource, readableHeadings } from './markdown.js';
import { foreignNotebooks, parametersCell } from './notebook-metadata.js';
import { reportEntry } from './report-entry.js';
import { kernelChoice, runCells } from './run-cells.js';
import { savedPictures } from './save-pictures.js';
import { saveStatus } from './save-status.js';
import { lostFiles, otherTabs } from './shared-files.js';
import { narrowWindow, sharedTheme, windowName } from './windows.js';

/** The plugins of JupyterLab. Without those that contact other hosts, or a language or licence server. */
export const labPlugins: Plugin[] = [
  pluginsWithout(services, ['default-drive', 'server-settings']),
  pluginsWithout(application, ['logo', 'property-inspector']),
  pluginsWithout(apputils, [
    'announcements',
    'licenses-client',
    'licenses-plugin',
    'resolver',
    'sessionDialogs',
    'subshell-settings',
  ]),
  choosePlugins(cellToolbar),
  choosePlugins(codeConsole),
  choosePlugins(codemirror),
  choosePlugins(completer, ['base-service', 'manager']),
  choosePlugins(documents),
  choosePlugins(documentSearch),
  choosePlugins(fileBrowser),
  pluginsWithout(fileEditor, ['language-server']),
  choosePlugins(htmlViewer),
  choosePlugins(imageViewer),
  choosePlugins(inspector),
  choosePlugins(launcher),
  choosePlugins(mainMenu),
  choosePlugins(markdownViewer),
  choosePlugins(mathJax),
  pluginsWithout(notebook, [
    'active-cell-tool',
    'cell-executor',
    'export',
    'factory',
    'language-server',
    'log-output',
    'metadata-editor',
    'tools',
    'update-raw-mimetype',
  ]),
  choosePlugins(renderMime),
  choosePlugins(running),
  choosePlugins(settingEditor, ['form-ui', 'plugin']),
  choosePlugins(shortcuts),
  choosePlugins(statusBar),
  choosePlugins(darkTheme),
  choosePlugins(lightTheme),
  choosePlugins(toc),
  choosePlugins(tooltip),
  choosePlugins(translation, ['translator-connector', 'translator']),
  choosePlugins(uiComponents),
  choosePlugins(widgets),
  [
    anyWidget,
    cellRoles,
    answerSaves,
    checkedDrive,
    diagramSource,
    earlyPictures,
    editorNames,
    exportEntry,
    followRuns,
    foreignNotebooks,
    home,
    interrupts,
    kernelEnds,
    kernelChoice,
    labConnection,
    labEnds,
    lostFiles,
    narrowWindow,
    openersOfToolbars,
    otherTabs,
    parametersCell,
    questions,
    readableHeadings,
    reportEntry,
    runCells,
    savedPictures,
    saveStatus,
    serverSettings,
    sharedTheme,
    controlKeys,
    windowName,
  ],
].flat();
