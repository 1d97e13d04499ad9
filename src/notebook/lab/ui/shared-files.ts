import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { type Contents, Drive, IDefaultDrive, IServerSettings, ServerConnection } from '@jupyterlab/services';
import type { Signal } from '@lumino/signaling';
import type { Plugin } from './choose-plugins.js';

type SaveOptions = Partial<Contents.IModel> & Contents.IContentProvisionOptions;

/**
 * Lets the server refuse a save when another page saved the file a moment before.
 *
 * Jupyter asks for the file's hash, compares it with the one it knows, saves, and asks for the hash again;
 * what another page saves between two of these steps would be lost. So a save carries the hash just compared, for the
 * server to compare again, and the query after a save is answered with what was saved.
 */
class CheckedDrive extends Drive {
  private readonly compared = new Map<string, string>();
  private readonly saved = new Map<string, string>();

  override async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    const model = await super.get(path, options);
    // Only the first query after a save is about that save: a page that rereads the file has a newer hash.
    const saved = this.saved.get(path);
    this.saved.delete(path);
    if (options?.content !== false || !model.hash) return model;
    const hash = saved ?? model.hash;
    this.compared.set(path, hash);
    return { ...model, hash };
  }

  override async save(path: string, model: SaveOptions = {}): Promise<Contents.IModel> {
    const hash = this.compared.get(path);
    if (hash === undefined) return super.save(path, model);
    this.compared.delete(path);
    const saved = await super.save(path, { ...model, hash });
    if (saved.hash) this.saved.set(path, saved.hash);
    return saved;
  }
}

/** In place of JupyterLab's plugin of the same token. */
export const checkedDrive: Plugin = {
  id: 'listenlab:checked-drive',
  description: 'Reads and saves files, and notices when another page saved in between.',
  optional: [IServerSettings],
  provides: IDefaultDrive,
  autoStart: true,
  activate: (_app, serverSettings: ServerConnection.ISettings | null) =>
    new CheckedDrive({ serverSettings: serverSettings ?? undefined }),
};

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
