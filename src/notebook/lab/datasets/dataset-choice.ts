import { existsSync } from 'node:fs';
import path from 'node:path';
import { DATASET_VARIABLE, TABLE_VARIABLE } from '../../jupyter/parameters.js';
import type { PrivateStore } from '../server/private-store.js';
import type { Datasets } from './datasets.js';

const STORED = 'dataset';
const STORED_TABLE = 'table options';

/**
 * The dataset chosen on the first page, and its reading options, for all notebooks whose first cell contains
 * `process.env.LISTENLAB_DATASET ?? 'sample'` and `JSON.parse(process.env.LISTENLAB_TABLE_OPTIONS ?? '{}')`: kernels
 * started later find it there. A name typed in its place is left alone.
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
   * @param datasets the named datasets: a stored choice is forgotten if it is none of them and not a file
   * @param preset from the lab's own environment, used until the user chooses
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

  /** The user's choice: the name of a dataset, or the absolute path of a file or folder. */
  get chosen(): string | undefined {
    return this.#name;
  }

  /** The value of {@link name} without a choice. */
  get preset(): string | undefined {
    return this.#preset;
  }

  /** Reading options of the chosen dataset. */
  get table(): object {
    return this.#table;
  }

  /**
   * @param name one of the lab's datasets, or an absolute path; undefined withdraws an earlier choice
   * @param table reading options
   */
  async choose(name: string | undefined, table: object = {}): Promise<void> {
    // Options first: a dataset without them would be read differently.
    await this.#store.remove(STORED);
    if (name !== undefined) {
      await this.#store.set(STORED_TABLE, JSON.stringify(table));
      await this.#store.set(STORED, name);
    }
    this.#name = name;
    this.#table = table;
  }

  /** Environment variables for processes that run notebooks. */
  get environment(): Record<string, string> {
    if (this.name === undefined) return {};
    const dataset = { [DATASET_VARIABLE]: this.name };
    // The preset is in the lab's own environment already.
    return this.#name === undefined ? dataset : { ...dataset, [TABLE_VARIABLE]: JSON.stringify(this.#table) };
  }
}

/** An earlier version may have had other names, and files may be moved. */
function isThere(name: string, datasets: Pick<Datasets, 'list'>): boolean {
  return datasets.list().some((each) => each.name === name) || (path.isAbsolute(name) && existsSync(name));
}
