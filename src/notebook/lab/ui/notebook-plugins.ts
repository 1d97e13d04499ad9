import widgets from '@jupyter-widgets/jupyterlab-manager';
import cellToolbar from '@jupyterlab/cell-toolbar-extension';
import notebook from '@jupyterlab/notebook-extension';
import toc from '@jupyterlab/toc-extension';
import tooltip from '@jupyterlab/tooltip-extension';
import { controlKeys } from './accessibility.js';
import { anyWidget } from './any-widget.js';
import { cellLinks } from './cell-links.js';
import { choosePlugins, type Plugin } from './choose-plugins.js';
import { exportEntry } from './export-entry.js';
import { followRuns, questions } from './follow-runs.js';
import { interrupts, kernelEnds } from './kernel-ends.js';
import { foreignNotebooks, parametersCell } from './notebook-metadata.js';
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
    cellLinks,
    exportEntry,
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
