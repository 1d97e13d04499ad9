import { existsSync } from 'node:fs';
import path from 'node:path';
import { findEntry } from '../dataset/catalogue.js';
import { DATASET_VARIABLE } from '../jupyter/opened-dataset.js';
import type { PrivateStore } from './private-store.js';

const STORED = 'dataset';

/**
 * The dataset that was chosen on the first page, for all notebooks whose first cell says
 * `process.env.LISTENLAB_DATASET ?? 'sample'`: kernels that start later find it there. A name that somebody
 * types in its place stays what it is.
 */
export class DatasetChoice {
  readonly #store: PrivateStore;
  readonly #preset: string | undefined;
  #name: string | undefined;

  private constructor(store: PrivateStore, preset: string | undefined, name: string | undefined) {
    this.#store = store;
    this.#preset = preset;
    this.#name = name;
  }

  /** @param preset what the lab's own environment says, which holds until somebody chooses */
  static async open(store: PrivateStore, preset: string | undefined): Promise<DatasetChoice> {
    const stored = (await store.get(STORED))?.text;
    return new DatasetChoice(store, preset, stored && isThere(stored) ? stored : undefined);
  }

  /** Name or path of the dataset; undefined leaves each notebook its own default. */
  get name(): string | undefined {
    return this.#name ?? this.#preset;
  }

  /** What somebody has chosen: the name of a dataset of the catalogue, or the absolute path of a file or folder. */
  get chosen(): string | undefined {
    return this.#name;
  }

  /** What {@link name} is where nobody has chosen. */
  get preset(): string | undefined {
    return this.#preset;
  }

  /** @param name of the catalogue, or an absolute path; undefined takes an earlier choice back */
  async choose(name: string | undefined): Promise<void> {
    if (name === undefined) await this.#store.remove(STORED);
    else await this.#store.set(STORED, name);
    this.#name = name;
  }

  /** What a process that runs notebooks needs in its environment. */
  get environment(): Record<string, string> {
    return this.name === undefined ? {} : { [DATASET_VARIABLE]: this.name };
  }
}

/** An earlier version may have known other names, and files are moved. */
function isThere(name: string): boolean {
  return findEntry(name) !== undefined || (path.isAbsolute(name) && existsSync(name));
}
