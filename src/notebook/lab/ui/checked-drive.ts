import {
  type Contents,
  Drive,
  IDefaultDrive,
  IServerSettings,
  type ServerConnection,
} from '@jupyterlab/services';
import type { Notebook } from '../../jupyter/nbformat.js';
import type { Plugin } from './choose-plugins.js';
import { countLackingPictures, ISavedPictures, type SavedPictures } from './save-pictures.js';

type SaveOptions = Partial<Contents.IModel> & Contents.IContentProvisionOptions;

/**
 * Lets the server refuse a save when another page saved the file a moment before, and saves notebooks with pictures of
 * their figures.
 *
 * Jupyter asks for the file's hash, compares it with the one it knows, saves, and asks for the hash again;
 * what another page saves between two of these steps would be lost. So a save carries the hash just compared, for the
 * server to compare again, and the query after a save is answered with what was saved.
 *
 * A save does not wait for pictures that are not drawn yet. When they are, what was saved is saved again with them,
 * unless the file has changed meanwhile. No page need know: the server's hash of a notebook leaves out its pictures.
 *
 * A page that is closed before that leaves figures without pictures. The next one that opens the notebook adds them in
 * the same way, if the notebook is trusted: its user has seen it run.
 */
class CheckedDrive extends Drive {
  readonly #compared = new Map<string, string>();
  readonly #saved = new Map<string, string>();
  readonly #pictures: SavedPictures;
  /** The last save of each notebook that waits for pictures. */
  readonly #waiting = new Map<string, object>();

  constructor(pictures: SavedPictures, serverSettings: ServerConnection.ISettings | undefined) {
    super({ serverSettings });
    this.#pictures = pictures;
  }

  override async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    const model = await super.get(path, options);
    // Only the first query after a save is about that save: a page that rereads the file has a newer hash.
    const saved = this.#saved.get(path);
    this.#saved.delete(path);
    if (!model.hash) return model;
    if (model.type === 'notebook' && model.writable && model.content)
      void this.#addLeftOut(path, model.hash, model);
    if (options?.content !== false) return model;
    const hash = saved ?? model.hash;
    this.#compared.set(path, hash);
    return { ...model, hash };
  }

  override async save(path: string, model: SaveOptions = {}): Promise<Contents.IModel> {
    this.#waiting.delete(path);
    if (model.type !== 'notebook' || !Array.isArray(model.content?.cells)) return this.#save(path, model);
    const { now, later } = this.#pictures.beside(path, model.content);
    const saved = await this.#save(path, { ...model, content: now });
    if (later && saved.hash) this.#pictures.await(path, this.#addPictures(path, saved.hash, model, later));
    return saved;
  }

  async #save(path: string, model: SaveOptions): Promise<Contents.IModel> {
    const hash = this.#compared.get(path);
    if (hash === undefined) return super.save(path, model);
    this.#compared.delete(path);
    const saved = await super.save(path, { ...model, hash });
    if (saved.hash) this.#saved.set(path, saved.hash);
    return saved;
  }

  /** Adds the pictures that an earlier page did not. */
  async #addLeftOut(path: string, hash: string, { type, format, content }: Contents.IModel): Promise<void> {
    const before = countLackingPictures(content);
    if (before === 0) return;
    const { later } = this.#pictures.beside(path, content);
    const drawn = later?.then((notebook) => (countLackingPictures(notebook) < before ? notebook : undefined));
    if (drawn) await this.#addPictures(path, hash, { type, format }, drawn);
  }

  /** Ends when the pictures are in the file, or need not be. @param later undefined where none could be drawn */
  async #addPictures(
    path: string,
    hash: string,
    model: SaveOptions,
    later: Promise<Notebook | undefined>,
  ): Promise<void> {
    const waiting = {};
    this.#waiting.set(path, waiting);
    const content = await later;
    if (this.#waiting.get(path) !== waiting) return;
    this.#waiting.delete(path);
    if (content === undefined) return;
    // A file that was renamed, deleted or saved elsewhere meanwhile stays as it is.
    await super.save(path, { ...model, content, hash }).catch(() => undefined);
  }
}

/** In place of JupyterLab's plugin of the same token. */
export const checkedDrive: Plugin = {
  id: 'listenlab:checked-drive',
  description: 'Reads and saves files, and notices when another page saved in between.',
  requires: [ISavedPictures],
  optional: [IServerSettings],
  provides: IDefaultDrive,
  autoStart: true,
  activate: (_app, pictures: SavedPictures, serverSettings: ServerConnection.ISettings | null) =>
    new CheckedDrive(pictures, serverSettings ?? undefined),
};
