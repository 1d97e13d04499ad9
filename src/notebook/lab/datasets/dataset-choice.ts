import { existsSync } from 'node:fs';
import path from 'node:path';
import { DATASET_VARIABLE, TABLE_VARIABLE } from '../../jupyter/parameters.js';
import type { PrivateStore } from '../server/private-store.js';
import type { Datasets } from './datasets.js';

const STORED = 'dataset';
const STORED_TABLE = 'table options';

/**
 * The dataset that was chosen on the first page, and how it is read, for all notebooks whose first cell says
 * `process.env.LISTENLAB_DATASET ?? 'sample'` and `JSON.parse(process.env.LISTENLAB_TABLE_OPTIONS ?? '{}')`: kernels
 * that start later find it there. A name that somebody types in its place stays what it is.
 */
export class DatasetChoice {
  readonly #store: PrivateStore;
  readonly #preset: string | undefined;
  #name: string | undefined;
  #table: object = {};

  private constructor(store: PrivateStore, preset: string | undefined) {
    this.#store = store;
    this.#preset = preset;
  }

  /**
   * @param datasets those that have a name: what was chosen is forgotten when it is none of them, and no file
   * @param preset what the lab's own environment says, which holds until somebody chooses
   */
  static async open(
    store: PrivateStore,
    datasets: Pick<Datasets, 'list'>,
    preset: string | undefined,
  ): Promise<DatasetChoice> {
    const stored = (await store.get(STORED))?.text;
    const choice = new DatasetChoice(store, preset);
    if (stored && isThere(stored, datasets)) {
      choice.#name = stored;
      choice.#table = JSON.parse((await store.get(STORED_TABLE))?.text ?? '{}');
    }
    return choice;
  }

  /** Name or path of the dataset; undefined leaves each notebook its own default. */
  get name(): string | undefined {
    return this.#name ?? this.#preset;
  }

  /** What somebody has chosen: the name of a dataset, or the absolute path of a file or folder. */
  get chosen(): string | undefined {
    return this.#name;
  }

  /** What {@link name} is where nobody has chosen. */
  get preset(): string | undefined {
    return this.#preset;
  }

  /** How what was chosen is read. */
  get table(): object {
    return this.#table;
  }

  /**
   * @param name one of the lab's datasets, or an absolute path; undefined takes an earlier choice back
   * @param table how it is read
   */
  async choose(name: string | undefined, table: object = {}): Promise<void> {
    // A dataset without its options would be read otherwise: they come first.
    await this.#store.remove(STORED);
    if (name !== undefined) {
      await this.#store.set(STORED_TABLE, JSON.stringify(table));
      await this.#store.set(STORED, name);
    }
    this.#name = name;
    this.#table = table;
  }

  /** What a process that runs notebooks needs in its environment. */
  get environment(): Record<string, string> {
    if (this.name === undefined) return {};
    const dataset = { [DATASET_VARIABLE]: this.name };
    // What the lab was started with is in its own environment.
    return this.#name === undefined ? dataset : { ...dataset, [TABLE_VARIABLE]: JSON.stringify(this.#table) };
  }
}

/** An earlier version may have known other names, and files are moved. */
function isThere(name: string, datasets: Pick<Datasets, 'list'>): boolean {
  return datasets.list().some((each) => each.name === name) || (path.isAbsolute(name) && existsSync(name));
}
