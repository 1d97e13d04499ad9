import widgets from '@jupyter-widgets/jupyterlab-manager';
import cellToolbar from '@jupyterlab/cell-toolbar-extension';
import notebook from '@jupyterlab/notebook-extension';
import toc from '@jupyterlab/toc-extension';
import tooltip from '@jupyterlab/tooltip-extension';
import { anyWidget } from './any-widget.js';
import { choosePlugins, type Plugin } from './choose-plugins.js';
import { controlKeys } from './control-keys.js';
import { followRuns } from './follow-runs.js';
import { foreignNotebooks } from './foreign-notebooks.js';
import { interrupts } from './interrupts.js';
import { kernelEnds } from './kernel-ends.js';
import { parametersCell } from './parameters-cell.js';
import { questions } from './questions.js';
import { reportEntry } from './report-entry.js';

/** The plugins of a notebook's page. */
export const notebookPlugins: Plugin[] = [
  choosePlugins(cellToolbar),
  choosePlugins(notebook, ['completer', 'copy-output', 'search', 'toc']),
  choosePlugins(toc, ['tracker']),
  choosePlugins(tooltip, ['manager', 'notebooks']),
  choosePlugins(widgets),
  [
    anyWidget,
    followRuns,
    foreignNotebooks,
    interrupts,
    kernelEnds,
    parametersCell,
    questions,
    reportEntry,
    controlKeys,
  ],
].flat();
