import { Notification } from '@jupyterlab/apputils';
import { type INotebookModel, INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import type { KernelSpec } from '@jupyterlab/services';
import type { Plugin } from './choose-plugins.js';

/** Says of a notebook that was written for another kernel that its cells run as TypeScript here. */
export const foreignNotebooks: Plugin = {
  id: 'listenlab:foreign-notebooks',
  description: 'Says when a notebook was written for a kernel that the lab does not have.',
  requires: [INotebookTracker],
  autoStart: true,
  activate: ({ serviceManager }, tracker: INotebookTracker) => {
    tracker.widgetAdded.connect((_tracker, panel) => void checkPanel(panel, serviceManager.kernelspecs));
  },
};

async function checkPanel({ context }: NotebookPanel, kernelspecs: KernelSpec.IManager): Promise<void> {
  await context.ready;
  // At once: with its session, the notebook takes on the name of the kernel it runs in.
  const written = kernelOf(context.model.metadata);
  await kernelspecs.ready;
  const known = kernelspecs.specs?.kernelspecs ?? {};
  if (written === undefined || written.name in known || context.isDisposed) return;
  Notification.warning(
    `${context.contentsModel?.name} was written for another kernel, ${written.title}. Its cells run as TypeScript here, and saving notes this kernel in the notebook.`,
    { autoClose: false },
  );
}

/** The kernel that a notebook was written for; one that names none may still name its language. */
function kernelOf(metadata: INotebookModel['metadata']): { name: string; title: string } | undefined {
  const { kernelspec, language_info: language } = metadata;
  if (kernelspec?.name) return { name: kernelspec.name, title: kernelspec.display_name || kernelspec.name };
  if (!language?.name || language.name === 'typescript') return undefined;
  return { name: language.name, title: language.name };
}
