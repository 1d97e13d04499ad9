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
 * unless the file has changed meanwhile. The document's user need not know: it is told the hash of its own save.
 *
 * A page that is closed before that leaves figures without pictures. The next one that opens the notebook adds them in
 * the same way, if the notebook is trusted: its user has seen it run.
 */
class CheckedDrive extends Drive {
  readonly #compared = new Map<string, string>();
  readonly #saved = new Map<string, string>();
  readonly #pictures: SavedPictures;
  /** By the hash of a file with late pictures, that of the save without them. */
  readonly #before = new Map<string, string>();
  /** The last save of each notebook that waits for pictures, and the one that adds them. */
  readonly #waiting = new Map<string, object>();
  readonly #adding = new Map<string, Promise<void>>();

  constructor(pictures: SavedPictures, serverSettings: ServerConnection.ISettings | undefined) {
    super({ serverSettings });
    this.#pictures = pictures;
  }

  override async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    const model = await super.get(path, options);
    await this.#adding.get(path);
    // Only the first query after a save is about that save: a page that rereads the file has a newer hash.
    const saved = this.#saved.get(path);
    this.#saved.delete(path);
    if (!model.hash) return model;
    if (model.type === 'notebook' && model.writable && model.content)
      void this.#addLeftOut(path, model.hash, model);
    if (options?.content !== false) return { ...model, hash: this.#asSaved(model.hash) };
    const hash = saved ?? model.hash;
    this.#compared.set(path, hash);
    return { ...model, hash: this.#asSaved(hash) };
  }

  override async save(path: string, model: SaveOptions = {}): Promise<Contents.IModel> {
    this.#waiting.delete(path);
    await this.#adding.get(path);
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
    this.#before.delete(hash);
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
    const adding = this.#replace(path, hash, { ...model, content })
      // A file that was renamed, deleted or saved elsewhere meanwhile stays as it is.
      .catch(() => undefined)
      .finally(() => this.#adding.delete(path));
    this.#adding.set(path, adding);
    await adding;
  }

  async #replace(path: string, hash: string, model: SaveOptions): Promise<void> {
    const there = await super.get(path, { content: false, hash: true });
    if (there.hash !== hash) return;
    const { hash: now } = await super.save(path, { ...model, hash });
    if (!now || now === hash) return;
    this.#before.set(now, this.#asSaved(hash));
    if (this.#compared.get(path) === hash) this.#compared.set(path, now);
  }

  #asSaved(hash: string): string {
    return this.#before.get(hash) ?? hash;
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
