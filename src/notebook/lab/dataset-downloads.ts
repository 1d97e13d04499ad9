import { existsSync } from 'node:fs';
import path from 'node:path';
import { type DatasetEntry, dataDirectory, entryFolder } from '../../data/dataset/catalogue.js';
import { type DownloadProgress, downloadDataset } from '../../data/dataset/download.js';
import { messageOf } from '../../util/errors.js';
import { formatBytes } from '../../util/format.js';
import { LabError } from './lab-error.js';

/** How the download of a dataset stands. */
export interface DownloadState {
  readonly status: 'idle' | 'running' | 'failed';
  /** What is being done, or what went wrong and what to do. */
  readonly text: string;
  /** Bytes that are done, of how many; 0 of 0 where nobody knows. */
  readonly done: number;
  readonly total: number;
}

const IDLE: DownloadState = { status: 'idle', text: '', done: 0, total: 0 };

const TASKS = { checking: 'Checking', downloading: 'Downloading', unpacking: 'Unpacking' } as const;

/** Downloads datasets of the catalogue, each once at a time. */
export class DatasetDownloads {
  readonly entries: readonly DatasetEntry[];
  readonly #directory: string;
  readonly #states = new Map<string, DownloadState>();
  readonly #running = new Map<string, AbortController>();

  /** @param entries the catalogue */
  constructor(entries: readonly DatasetEntry[], directory = dataDirectory()) {
    this.entries = entries;
    this.#directory = directory;
  }

  /** @throws LabError (404) for a name that is not in the catalogue */
  entry(name: string): DatasetEntry {
    const entry = this.entries.find((each) => each.name === name);
    if (entry) return entry;
    const names = this.entries.map((each) => each.name).join(', ');
    throw new LabError(404, `no dataset '${name}'; expected one of ${names}`);
  }

  /** Whether all its files are on this machine; what nobody downloads is made on first use. */
  isPresent(entry: DatasetEntry): boolean {
    const folder = entryFolder(entry, this.#directory);
    return (
      entry.archive === undefined || entry.files.every(({ name }) => existsSync(path.join(folder, name)))
    );
  }

  /** That of the last download; one that failed is past when the files have come in another way. */
  state(name: string): DownloadState {
    const state = this.#states.get(name) ?? IDLE;
    return state.status !== 'running' && this.isPresent(this.entry(name)) ? IDLE : state;
  }

  /** Starts, unless it runs already. */
  start(name: string): void {
    const entry = this.entry(name);
    if (this.#running.has(name)) return;
    const ending = new AbortController();
    this.#running.set(name, ending);
    this.#states.set(name, { ...IDLE, status: 'running', text: 'Connecting' });
    const onProgress = (progress: DownloadProgress) => this.#states.set(name, stateOf(progress));
    const again = 'press "Get it"';
    downloadDataset(entry, { dataDirectory: this.#directory, signal: ending.signal, onProgress, again })
      .then(
        () => IDLE,
        (error) =>
          ending.signal.aborted
            ? { ...IDLE, text: 'Cancelled. What has arrived is kept: getting it again goes on from there.' }
            : { ...IDLE, status: 'failed' as const, text: messageOf(error) },
      )
      .then((state) => {
        this.#running.delete(name);
        this.#states.set(name, state);
      });
  }

  /** Stops a download that runs. */
  cancel(name: string): void {
    this.#running.get(name)?.abort();
  }

  close(): void {
    for (const ending of this.#running.values()) ending.abort();
  }
}

function stateOf({ task, file, received, total }: DownloadProgress): DownloadState {
  const amount = total > 0 ? `${formatBytes(received)} of ${formatBytes(total)}` : formatBytes(received);
  return { status: 'running', text: `${TASKS[task]} ${file}: ${amount}`, done: received, total };
}
