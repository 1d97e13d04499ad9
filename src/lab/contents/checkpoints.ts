import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../lab-error.js';
import { writeDurably } from './write-file.js';

/** One kept state of a file: like Jupyter, there is at most one. */
export interface Checkpoint {
  id: string;
  last_modified: string;
}

const ID = 'checkpoint';

/** Kept states of files, in a private folder and not beside the files. */
export class Checkpoints {
  readonly #folder: string;

  /** @param folder where they lie; made when needed */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(target: string): Promise<Checkpoint[]> {
    const stats = await stat(this.#file(target)).catch(() => undefined);
    return stats ? [{ id: ID, last_modified: stats.mtime.toISOString() }] : [];
  }

  async create(target: string): Promise<Checkpoint> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeDurably(this.#file(target), await readFile(target));
    return (await this.list(target))[0];
  }

  /** @throws LabError (404) when there is none of this id */
  async restore(target: string, id: string): Promise<void> {
    await this.#require(target, id);
    await writeDurably(target, await readFile(this.#file(target)));
  }

  /** @throws LabError (404) when there is none of this id */
  async remove(target: string, id: string): Promise<void> {
    await this.#require(target, id);
    await this.forget(target);
  }

  /** The file was deleted. */
  async forget(target: string): Promise<void> {
    await rm(this.#file(target), { force: true });
  }

  /** The file was renamed. */
  async follow(from: string, to: string): Promise<void> {
    await rename(this.#file(from), this.#file(to)).catch(() => undefined);
  }

  async #require(target: string, id: string): Promise<void> {
    if (id === ID && (await this.list(target)).length > 0) return;
    throw new LabError(404, `no checkpoint ${JSON.stringify(id)} of this file`);
  }

  #file(target: string): string {
    return path.join(this.#folder, createHash('sha256').update(target).digest('hex'));
  }
}
