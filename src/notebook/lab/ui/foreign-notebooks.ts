import { Notification } from '@jupyterlab/apputils';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { foreignLanguage } from '../../jupyter/notebook-language.js';
import type { Plugin } from './choose-plugins.js';

/** Says of a notebook in another language that its cells run as TypeScript here. */
export const foreignNotebooks: Plugin = {
  id: 'listenlab:foreign-notebooks',
  description: 'Says when a notebook was written in a language that the lab does not run.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: (_app, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_tracker, panel) => void checkPanel(panel));
  },
};

async function checkPanel({ context }: NotebookPanel): Promise<void> {
  await context.ready;
  // At once: with its session, the notebook takes on the name of the kernel it runs in.
  const { metadata } = context.model;
  const language = foreignLanguage(metadata);
  if (language === undefined) return;
  Notification.warning(
    `${context.contentsModel?.name} was written for another kernel, ${metadata.kernelspec?.display_name || language}. Its cells run as TypeScript here, and saving notes this kernel in the notebook.`,
    { autoClose: false },
  );
}
