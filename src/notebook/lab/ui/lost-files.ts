import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { ServerConnection } from '@jupyterlab/services';
import type { Plugin } from './choose-plugins.js';

type Context = DocumentRegistry.Context;

/**
 * Says once that the file of an open document was deleted, and that saving makes it anew. Looks whenever the
 * page is turned to: the file may have gone by other means than a page of this browser.
 */
export const lostFiles: Plugin = {
  id: 'listenlab:lost-files',
  description: 'Says when the file of an open document is gone.',
  requires: [IDocumentManager],
  autoStart: true,
  activate: (app, documents: IDocumentManager) => {
    const { contents, sessions } = app.serviceManager;
    const lost = new Map<Context, () => void>();
    const look = async () => {
      // A notebook that was renamed learns its new name from its session.
      await sessions.refreshRunning();
      for (const context of openContexts(app, documents)) {
        if (!context.isReady) continue;
        const { path } = context;
        const found = await contents.get(path, { content: false }).catch((error) => error);
        if (context.isDisposed || path !== context.path) continue;
        if (!isMissing(found)) lost.get(context)?.();
        else if (!lost.has(context)) tellLost(context, lost);
      }
    };
    const lookAgain = () => void look().catch(() => undefined);
    contents.fileChanged.connect((_contents, { type }) => {
      if (type === 'delete') lookAgain();
    });
    window.addEventListener('focus', lookAgain);
    document.addEventListener('visibilitychange', () => document.hidden || lookAgain());
  },
};

function openContexts({ shell }: JupyterFrontEnd, documents: IDocumentManager): Set<Context> {
  const contexts = [...shell.widgets('main')].map((widget) => documents.contextForWidget(widget));
  return new Set(contexts.filter((context) => context !== undefined));
}

function isMissing(found: unknown): boolean {
  return found instanceof ServerConnection.ResponseError && found.response.status === 404;
}

/** Until the document is saved, here or under another name. */
function tellLost(context: Context, lost: Map<Context, () => void>): void {
  const id = Notification.warning(
    `The file ${PathExt.basename(context.localPath)} was deleted, or moved outside of this lab. Its content is kept as long as this page is open: saving makes the file anew.`,
    { autoClose: false },
  );
  const settle = () => {
    lost.delete(context);
    Notification.dismiss(id);
    context.saveState.disconnect(onSave);
    context.pathChanged.disconnect(settle);
    context.disposed.disconnect(settle);
  };
  const onSave = (_context: unknown, state: DocumentRegistry.SaveState) => {
    if (state === 'completed') settle();
  };
  lost.set(context, settle);
  context.saveState.connect(onSave);
  context.pathChanged.connect(settle);
  context.disposed.connect(settle);
}
