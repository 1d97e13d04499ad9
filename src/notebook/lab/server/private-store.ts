import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { hashOf } from '../../../util/node/files.js';
import { writeDurably } from '../contents/held-files.js';

/** A text that was stored under a name. */
export interface Stored {
  id: string;
  text: string;
  modified: Date;
  created: Date;
}

/** Texts under names of any spelling, in a private folder that no page's path can reach. */
export class PrivateStore {
  readonly #folder: string;

  /** @param folder created when something is stored */
  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(id: string): Promise<Stored | undefined> {
    return this.#read(this.#file(id));
  }

  async set(id: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeDurably(this.#file(id), Buffer.from(JSON.stringify({ id, text })));
  }

  async remove(id: string): Promise<void> {
    await rm(this.#file(id), { force: true });
  }

  async list(): Promise<Stored[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const all = await Promise.all(
      names.filter((name) => name.endsWith('.json')).map((name) => this.#read(path.join(this.#folder, name))),
    );
    return all.filter((stored) => stored !== undefined);
  }

  #file(id: string): string {
    return path.join(this.#folder, `${hashOf(id)}.json`);
  }

  /** A missing or corrupted file counts as nothing stored. */
  async #read(file: string): Promise<Stored | undefined> {
    try {
      const [text, stats] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
      const value = JSON.parse(text);
      return {
        id: String(value.id),
        text: String(value.text),
        modified: stats.mtime,
        created: stats.birthtime,
      };
    } catch {
      return undefined;
    }
  }
}
