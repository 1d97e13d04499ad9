import { cp, lstat, mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { formatNotebook } from '../../jupyter/notebook.js';
import { LabError } from '../lab-error.js';
import { Checkpoints } from './checkpoints.js';
import { FileLocks } from './locks.js';
import type { ContentsModel, ContentsType } from './model.js';
import { type ReadRequest, readContents } from './read.js';
import { type ContentsRoot, cleanPath } from './root.js';
import { type SaveRequest, saveFile } from './save.js';
import { TrustStore } from './trust.js';
import { Uploads } from './uploads.js';
import { writeDurably } from './write-file.js';

/** What a front end asks for when it wants something new. */
export interface NewRequest {
  type?: ContentsType;
  ext?: string;
  copy_from?: string;
}

/** What others need to know of the files. */
export interface ContentsEvents {
  /** A file or folder got another path. */
  onRename(from: string, to: string): void;
  /** A notebook was saved: its path, and what it holds. */
  onNotebook(path: string, content: unknown): void;
}

const WITHOUT_CONTENT: ReadRequest = { content: false, hash: false };

/** The files of the lab's folder, as Jupyter's contents API speaks of them. */
export class Contents {
  readonly root: ContentsRoot;
  readonly checkpoints: Checkpoints;
  readonly trust: TrustStore;
  readonly #locks = new FileLocks();
  readonly #uploads = new Uploads();
  readonly #events: ContentsEvents;

  /** @param state private folder for what is known of the files */
  constructor(root: ContentsRoot, state: string, events: ContentsEvents) {
    this.root = root;
    this.#events = events;
    this.checkpoints = new Checkpoints(path.join(state, 'checkpoints'));
    this.trust = new TrustStore(path.join(state, 'trusted'));
  }

  read(apiPath: string, request: ReadRequest): Promise<ContentsModel> {
    return readContents(this, apiPath, request);
  }

  /** Saves, and says whether the file is new. Saves of one file never mix. */
  async save(apiPath: string, request: SaveRequest): Promise<{ model: ContentsModel; isNew: boolean }> {
    const target = await this.root.writable(apiPath);
    const clean = cleanPath(apiPath);
    return this.#locks.run(target, async () => {
      const { chunk } = request;
      let isNew = false;
      if (chunk === undefined) isNew = await saveFile(target, request, clean, this.trust);
      else await this.#uploads.take(target, { ...request, chunk }, clean);
      if (chunk === undefined && request.type === 'notebook') this.#events.onNotebook(clean, request.content);
      if (chunk !== undefined && chunk !== -1) return { model: uploading(clean), isNew: true };
      const answer = { type: request.type, content: false, hash: request.type !== 'directory' };
      return { model: await this.read(apiPath, answer), isNew };
    });
  }

  /** Makes an untitled notebook, file or folder in a folder, or a copy of a file there. */
  async create(
    folderPath: string,
    { type = 'file', ext = '', copy_from }: NewRequest,
  ): Promise<ContentsModel> {
    const folder = await this.root.existing(folderPath);
    if (!(await stat(folder)).isDirectory()) throw new LabError(400, `${folderPath} is not a folder`);
    return this.#locks.run(folder, async () => {
      const name = await freeName(
        folder,
        copy_from === undefined ? untitled(type, ext) : copyName(copy_from),
      );
      const apiPath = cleanPath(`${folderPath}/${name}`);
      const target = await this.root.writable(apiPath);
      if (copy_from !== undefined) await cp(await this.#copied(copy_from), target, { errorOnExist: true });
      else if (type === 'directory') await mkdir(target);
      else await writeDurably(target, Buffer.from(type === 'notebook' ? EMPTY_NOTEBOOK : ''));
      return this.read(apiPath, WITHOUT_CONTENT);
    });
  }

  /** Gives a file or folder another path. @throws LabError (409) when that is taken */
  async rename(apiPath: string, newPath: string): Promise<ContentsModel> {
    const from = await this.root.entry(apiPath);
    const to = await this.root.entry(newPath);
    await this.#locks.run(from, async () => {
      const [source, taken] = await Promise.all([from, to].map((each) => lstat(each).catch(() => undefined)));
      if (!source) throw new LabError(404, `there is no ${apiPath} here`);
      // On disks that do not tell a from A, renaming to the other case finds the file itself.
      if (taken && taken.ino !== source.ino) throw new LabError(409, `${cleanPath(newPath)} exists already`);
      await rename(from, to);
      await this.checkpoints.follow(from, to);
      this.#events.onRename(cleanPath(apiPath), cleanPath(newPath));
    });
    return this.read(newPath, WITHOUT_CONTENT);
  }

  /** Deletes a file, a link or an empty folder. @throws LabError (404) when there is none */
  async remove(apiPath: string): Promise<void> {
    const target = await this.root.entry(apiPath);
    await this.#locks.run(target, async () => {
      const stats = await lstat(target).catch(() => undefined);
      if (!stats) throw new LabError(404, `there is no ${apiPath} here`);
      // What is deleted here is gone for good: a folder goes only when everything in it has gone.
      if (stats.isDirectory()) await rmdir(target);
      else await rm(target);
      await this.checkpoints.forget(target);
    });
  }

  /** Puts a file back to its checkpoint. */
  async restore(apiPath: string, id: string): Promise<void> {
    const target = await this.root.existing(apiPath);
    await this.#locks.run(target, () => this.checkpoints.restore(target, id));
  }

  close(): Promise<void> {
    return this.#uploads.close();
  }

  async #copied(apiPath: string): Promise<string> {
    const source = await this.root.existing(apiPath);
    if ((await stat(source)).isFile()) return source;
    throw new LabError(400, `${cleanPath(apiPath)} is a folder; only files can be copied`);
  }
}

const EMPTY_NOTEBOOK = formatNotebook({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });

function untitled(type: ContentsType, ext: string): (number: number) => string {
  if (!/^[\w.-]{0,32}$/.test(ext)) throw new LabError(400, `the ending ${JSON.stringify(ext)} is none`);
  const dotted = ext === '' || ext.startsWith('.') ? ext : `.${ext}`;
  if (type === 'directory') return (number) => `Untitled Folder${number || ''}`;
  if (type === 'notebook') return (number) => `Untitled${number || ''}.ipynb`;
  return (number) => `untitled${number || ''}${dotted}`;
}

function copyName(apiPath: string): (number: number) => string {
  const { name, ext } = path.posix.parse(cleanPath(apiPath));
  const stem = name.replace(/-Copy\d+$/, '');
  return (number) => `${stem}-Copy${number + 1}${ext}`;
}

async function freeName(folder: string, nameOf: (number: number) => string): Promise<string> {
  for (let number = 0; ; number++) {
    const name = nameOf(number);
    if (!(await lstat(path.join(folder, name)).catch(() => undefined))) return name;
  }
}

/** The answer to a piece of an upload: the file is not there yet. */
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
