import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  catalogue,
  type DatasetEntry,
  dataDirectory,
  entryFolder,
} from '../data/dataset/catalogue/catalogue.js';
import { downloadDataset } from '../data/dataset/catalogue/download.js';
import type { CheckedDataset, Datasets, ListedDataset } from '../notebook/lab/datasets/datasets.js';
import type { DownloadState } from '../notebook/page/protocol.js';
import { messageOf } from '../util/errors.js';
import type { TaskProgress } from '../util/work.js';

const IDLE: DownloadState = { status: 'idle', text: '', done: 0, total: 0 };

/**
 * The datasets of the catalogue, each downloaded once at a time, and the user's own files, for the lab's first page.
 */
export class LabDatasets implements Datasets {
  readonly #entries: readonly DatasetEntry[];
  readonly #directory: string;
  readonly #states = new Map<string, DownloadState>();
  readonly #running = new Map<string, AbortController>();

  constructor(entries = catalogue(), directory = dataDirectory()) {
    this.#entries = entries;
    this.#directory = directory;
  }

  list(): ListedDataset[] {
    return this.#entries.map((entry) => {
      const { name, title, description, licence, simulated } = entry;
      const present = this.#isPresent(entry);
      const state = this.#states.get(name) ?? IDLE;
      // A failed download is obsolete once the files have arrived another way.
      const download = present && state.status !== 'running' ? IDLE : state;
      return { name, title, description, licence, simulated, present, download };
    });
  }

  download(name: string): void {
    const entry = this.#entries.find((each) => each.name === name);
    if (entry === undefined || this.#running.has(name)) return;
    const ending = new AbortController();
    this.#running.set(name, ending);
    this.#states.set(name, { ...IDLE, status: 'running', text: 'Connecting' });
    const onProgress = (progress: TaskProgress) => this.#states.set(name, stateOf(progress));
    const again = 'press "Get it"';
    downloadDataset(entry, { dataDirectory: this.#directory, signal: ending.signal, onProgress, again })
      .then(
        () => IDLE,
        (error) =>
          ending.signal.aborted
            ? {
                ...IDLE,
                text: 'Cancelled. The part already downloaded is kept: getting it again resumes from there.',
              }
            : { ...IDLE, status: 'failed' as const, text: messageOf(error) },
      )
      .then((state) => {
        this.#running.delete(name);
        this.#states.set(name, state);
      });
  }

  cancel(name: string): void {
    this.#running.get(name)?.abort();
  }

  async check(file: string, optionsText: string): Promise<CheckedDataset> {
    // It imports DuckDB, which takes a third of a second to load.
    const { checkOwnDataset } = await import('./own-dataset.js');
    return checkOwnDataset(file, optionsText);
  }

  close(): void {
    for (const ending of this.#running.values()) ending.abort();
  }

  /** Whether all its files are on this machine; generated datasets are made on first use. */
  #isPresent(entry: DatasetEntry): boolean {
    const folder = entryFolder(entry, this.#directory);
    return (
      entry.archive === undefined || entry.files.every(({ name }) => existsSync(path.join(folder, name)))
    );
  }
}

function stateOf({ task, note, done, total }: TaskProgress): DownloadState {
  const sentence = task[0].toUpperCase() + task.slice(1);
  return { status: 'running', text: `${sentence}: ${note}`, done, total };
}
