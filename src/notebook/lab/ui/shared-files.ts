import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { type Contents, IDefaultDrive, ServerConnection } from '@jupyterlab/services';
import type { Signal } from '@lumino/signaling';
import type { Plugin } from './choose-plugins.js';

type Context = DocumentRegistry.Context;

/**
 * Says once that the file of an open document was deleted, and that saving recreates it. Checks whenever the page
 * becomes visible: the file may have been deleted by other means than a page of this browser.
 */
export const lostFiles: Plugin = {
  id: 'listenlab:lost-files',
  description: 'Warns when the file of an open document was deleted.',
  requires: [IDocumentManager],
  autoStart: true,
  activate: (app, documents: IDocumentManager) => {
    const { contents, sessions } = app.serviceManager;
    const lost = new Map<Context, () => void>();
    const look = async () => {
      // A renamed notebook learns its new name from its session.
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
    `The file ${PathExt.basename(context.localPath)} was deleted, or moved outside of this lab. Its content is kept as long as this page stays open: saving creates the file again.`,
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

/** Changes that open documents and file lists in other tabs have to follow. */
const SHARED: readonly string[] = ['rename', 'delete'];

/**
 * Lets the tabs of one browser hear which files another of them renamed or deleted, as if they had done it:
 * Jupyter's own tabs hear of a renamed notebook only through its kernel's session, seconds later, and of other
 * files not at all.
 */
export const otherTabs: Plugin = {
  id: 'listenlab:other-tabs',
  description: 'Follows what other tabs rename and delete.',
  requires: [IDefaultDrive],
  autoStart: true,
  activate: (_app, { fileChanged }: Contents.IDrive) => {
    const channel = new BroadcastChannel('listenlab-files');
    let hearing = false;
    fileChanged.connect((_drive, change) => {
      if (!hearing && SHARED.includes(change.type)) channel.postMessage(change);
    });
    channel.addEventListener('message', ({ data }: MessageEvent<Contents.IChangedArgs>) => {
      hearing = true;
      (fileChanged as Signal<Contents.IDrive, Contents.IChangedArgs>).emit(data);
      hearing = false;
    });
  },
};
