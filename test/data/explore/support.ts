import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Dataset } from '#listenlab/data/dataset/dataset.js';
import { openPlays } from '#listenlab/data/dataset/open.js';

/** Cleaning loads Danfo, which takes seconds on a busy machine. */
export const OPENING_MS = 60_000;

/** One row of plays. */
export interface Play {
  user: string;
  artist: string;
  plays: number;
}

/** A dataset before and after cleaning. */
export interface Opened {
  raw: Dataset;
  dataset: Dataset;
}

/** Opens datasets in a temporary folder of their own; `close()` closes and removes them all. */
export class Desk {
  readonly #open: Dataset[] = [];
  #files = 0;

  private constructor(readonly folder: string) {}

  static async make(): Promise<Desk> {
    return new Desk(await mkdtemp(path.join(tmpdir(), 'listenlab-explore-')));
  }

  /** Opens rows written in the Last.fm 360K format; an empty artist makes a row without one. */
  async tsv(rows: Play[], profiles?: string): Promise<Opened> {
    const lines = rows.map(({ user, artist, plays }) => `${user}\t\t${artist}\t${plays}\n`);
    const file = await this.write('tsv', lines.join(''));
    return this.open(file, profiles === undefined ? undefined : await this.write('profile.tsv', profiles));
  }

  /** Opens rows written as JSON, in which names may contain anything. */
  async json(rows: Play[]): Promise<Opened> {
    return this.open(await this.write('json', JSON.stringify(rows)));
  }

  async open(nameOrPath: string, profiles?: string): Promise<Opened> {
    const raw = await openPlays(nameOrPath, { profiles, dataDirectory: this.folder });
    this.#open.push(raw);
    const { dataset } = await raw.clean();
    this.#open.push(dataset);
    return { raw, dataset };
  }

  async write(extension: string, content: string): Promise<string> {
    const file = path.join(this.folder, `plays-${this.#files++}.${extension}`);
    await writeFile(file, content);
    return file;
  }

  async close(): Promise<void> {
    for (const dataset of this.#open) dataset.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The byte order of names, by which datasets number them. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
