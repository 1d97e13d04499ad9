import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { hashOf } from '../../../util/node/files.js';
import { LabError } from '../server/requests.js';
import { openFile, readAndClose, withEntry, writeDurably } from './held-files.js';

/** A checkpoint of a file: as in Jupyter, there is at most one. */
export interface Checkpoint {
  id: string;
  last_modified: string;
}

const ID = 'checkpoint';

/**
 * Checkpoints of files, in a private folder instead of beside the files. Its folders mirror those of the lab, so that
 * the checkpoints of a folder's files are moved and deleted with it.
 */
export class Checkpoints {
  readonly #folder: string;
  readonly #root: string;

  /**
   * @param folder where they are stored; created when needed
   * @param root the lab's folder
   */
  constructor(folder: string, root: string) {
    this.#folder = path.join(folder, shortHash(root));
    this.#root = root;
  }

  async list(target: string): Promise<Checkpoint[]> {
    const stats = await stat(this.#ofFile(target)).catch(() => undefined);
    return stats ? [{ id: ID, last_modified: stats.mtime.toISOString() }] : [];
  }

  async create(target: string): Promise<Checkpoint> {
    const kept = this.#ofFile(target);
    const bytes = await readAndClose(await openFile(target));
    await mkdir(path.dirname(kept), { recursive: true, mode: 0o700 });
    await writeDurably(kept, bytes);
    return (await this.list(target))[0];
  }

  /** @throws LabError (404) when there is none of this id */
  async restore(target: string, id: string): Promise<void> {
    await this.#require(target, id);
    const bytes = await readFile(this.#ofFile(target));
    await withEntry(target, (held) => writeDurably(held, bytes));
  }

  /** @throws LabError (404) when there is none of this id */
  async remove(target: string, id: string): Promise<void> {
    await this.#require(target, id);
    await this.forget(target);
  }

  /** Forgets what had this path: a file, or a folder with everything in it. */
  async forget(target: string): Promise<void> {
    for (const kept of [this.#ofFile(target), this.#ofFolder(target)]) {
      await rm(kept, { recursive: true, force: true });
    }
  }

  /** Follows a renamed file or folder; checkpoints of an earlier one with the new name are deleted. */
  async follow(from: string, to: string): Promise<void> {
    const [file, folder] = await Promise.all([this.#ofFile(from), this.#ofFolder(from)].map(setAside));
    await this.forget(to);
    await mkdir(path.dirname(this.#ofFolder(to)), { recursive: true, mode: 0o700 });
    if (file) await rename(file, this.#ofFile(to));
    if (folder) await rename(folder, this.#ofFolder(to));
  }

  async #require(target: string, id: string): Promise<void> {
    if (id === ID && (await this.list(target)).length > 0) return;
    throw new LabError(404, `no checkpoint ${JSON.stringify(id)} of this file`);
  }

  #ofFolder(target: string): string {
    return path.join(this.#folder, path.relative(this.#root, target));
  }

  /** No folder that the lab shows begins with a dot. */
  #ofFile(target: string): string {
    return path.join(path.dirname(this.#ofFolder(target)), `.${shortHash(path.basename(target))}`);
  }
}

/** Set aside before the new name is removed: on case-insensitive disks both may be the same. */
async function setAside(kept: string): Promise<string | undefined> {
  const aside = path.join(path.dirname(kept), `.moving-${randomUUID()}`);
  return rename(kept, aside).then(
    () => aside,
    () => undefined,
  );
}

function shortHash(text: string): string {
  return hashOf(text).slice(0, 32);
}
