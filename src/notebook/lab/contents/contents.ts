import { lstat, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../server/requests.js';
import { type Checkpoint, Checkpoints } from './checkpoints.js';
import { createEntry, moveWithoutReplacing, type NewRequest } from './create-and-move.js';
import { entryStats, FileLocks, withEntry } from './held-files.js';
import { type ContentsModel, type ReadRequest, readContents } from './read.js';
import { type ContentsRoot, cleanPath } from './root.js';
import { type SaveRequest, saveFile, Uploads } from './save.js';
import { TrustStore } from './trust.js';

/** Events of the files for other parts of the lab. */
interface ContentsEvents {
  /** A file or folder was moved. */
  onRename(from: string, to: string): void;
  /** A notebook was saved: its path and content. */
  onNotebook(path: string, content: unknown): void;
}

const WITHOUT_CONTENT: ReadRequest = { content: false, hash: false };

/** The files of the lab's folder, as in Jupyter's contents API. Changes of one path are serialised. */
export class Contents {
  readonly root: ContentsRoot;
  readonly checkpoints: Checkpoints;
  readonly trust: TrustStore;
  readonly #locks = new FileLocks();
  readonly #uploads = new Uploads();
  readonly #events: ContentsEvents;

  /** @param state private folder for data about the files */
  constructor(root: ContentsRoot, state: string, events: ContentsEvents) {
    this.root = root;
    this.#events = events;
    this.checkpoints = new Checkpoints(path.join(state, 'checkpoints'), root.folder);
    this.trust = new TrustStore(path.join(state, 'trusted'));
  }

  read(apiPath: string, request: ReadRequest): Promise<ContentsModel> {
    return readContents(this, apiPath, request);
  }

  /** Whether a path is a folder; false if nothing exists. */
  async isFolder(apiPath: string): Promise<boolean> {
    const found = this.root.existing(apiPath).then(entryStats);
    return found.then(
      (stats) => stats.isDirectory(),
      () => false,
    );
  }

  /** Saves, and says whether the file is new. */
  async save(apiPath: string, request: SaveRequest): Promise<{ model: ContentsModel; isNew: boolean }> {
    const target = await this.root.writable(apiPath);
    const clean = cleanPath(apiPath);
    return this.#locks.run([target], async () => {
      const { chunk } = request;
      let isNew = false;
      if (chunk !== undefined) await this.#uploads.take(target, { ...request, chunk }, clean);
      else isNew = await withEntry(target, (held) => saveFile(held, request, clean, this.trust));
      if (isNew && request.type === 'directory') await this.checkpoints.forget(target);
      if (chunk === undefined && request.type === 'notebook') this.#events.onNotebook(clean, request.content);
      if (chunk !== undefined && chunk !== -1) return { model: uploading(clean), isNew: true };
      const answer = { type: request.type, content: false, hash: request.type !== 'directory' };
      return { model: await this.read(apiPath, answer), isNew };
    });
  }

  /** Creates an untitled notebook, file or folder in a folder, or a copy of a file there. */
  async create(folderPath: string, request: NewRequest): Promise<ContentsModel> {
    const folder = await this.root.existing(folderPath);
    if (!(await entryStats(folder)).isDirectory()) throw new LabError(400, `${folderPath} is not a folder`);
    return this.#locks.run([folder], async () => {
      const name = await createEntry(this.root, folder, request);
      await this.checkpoints.forget(path.join(folder, name));
      return this.read(cleanPath(`${folderPath}/${name}`), WITHOUT_CONTENT);
    });
  }

  /**
   * Moves a file or folder; a notebook given a name without an extension keeps its extension.
   *
   * @throws LabError (409) when the path is taken
   */
  async rename(apiPath: string, given: string): Promise<ContentsModel> {
    const from = await this.root.entry(apiPath);
    const keepsExtension =
      isNotebookPath(apiPath) && path.posix.extname(given) === '' && !(await this.isFolder(apiPath));
    const newPath = keepsExtension ? `${cleanPath(given)}.ipynb` : given;
    const to = await this.root.entry(newPath);
    const [oldClean, newClean] = [apiPath, newPath].map(cleanPath);
    return this.#locks.run([from, to], async () => {
      await moveWithoutReplacing(from, to, { oldPath: oldClean, newPath: newClean });
      await this.checkpoints.follow(from, to);
      this.#events.onRename(oldClean, newClean);
      return this.read(newPath, WITHOUT_CONTENT);
    });
  }

  /** Deletes a file, a link or an empty folder. @throws LabError (404) when there is none */
  async remove(apiPath: string): Promise<void> {
    const target = await this.root.entry(apiPath);
    await this.#locks.run([target], async () => {
      await withEntry(target, async (held) => {
        const stats = await lstat(held).catch(() => undefined);
        if (!stats) throw new LabError(404, `there is no ${apiPath} here`);
        // Deletion is permanent: only empty folders are deleted.
        if (stats.isDirectory()) await rmdir(held);
        else await rm(held);
      });
      await this.checkpoints.forget(target);
    });
  }

  /** The checkpoints of a file. A deleted one has none; a page that shows it keeps asking. */
  async listCheckpoints(apiPath: string): Promise<Checkpoint[]> {
    return this.checkpoints.list(await this.root.writable(apiPath));
  }

  /** Creates a checkpoint of a file. */
  async keep(apiPath: string): Promise<Checkpoint> {
    const target = await this.root.existing(apiPath);
    return this.#locks.run([target], () => this.checkpoints.create(target));
  }

  /** Restores a file's checkpoint. */
  async restore(apiPath: string, id: string): Promise<void> {
    const target = await this.root.existing(apiPath);
    await this.#locks.run([target], () => this.checkpoints.restore(target, id));
  }

  /** Deletes a file's checkpoint. */
  async removeCheckpoint(apiPath: string, id: string): Promise<void> {
    const target = await this.root.existing(apiPath);
    await this.#locks.run([target], () => this.checkpoints.remove(target, id));
  }

  close(): Promise<void> {
    return this.#uploads.close();
  }
}

function isNotebookPath(apiPath: string): boolean {
  return path.posix.extname(apiPath).toLowerCase() === '.ipynb';
}

/** The answer to a chunk of an upload: the file does not exist yet. */
function uploading(clean: string): ContentsModel {
  const now = new Date().toISOString();
  return {
    name: clean.split('/').at(-1) ?? '',
    path: clean,
    type: 'file',
    writable: true,
    created: now,
    last_modified: now,
    size: null,
    mimetype: null,
    format: null,
    content: null,
  };
}
