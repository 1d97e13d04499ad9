import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { Dataset } from '#listenlab/data/dataset/dataset.js';
import { type OpenOptions, openPlays } from '#listenlab/data/dataset/open.js';

/** A folder for one test file, with the sources, and the caches in its subfolder `data`. */
export function testFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'listenlab-dataset-'));
  const opened: Dataset[] = [];
  afterAll(() => {
    for (const dataset of opened) dataset.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (name: string, content: string | Uint8Array): string => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const dataDirectory = path.join(folder, 'data');
  const open = async (nameOrPath: string, options: OpenOptions = {}): Promise<Dataset> => {
    const dataset = await openPlays(nameOrPath, { dataDirectory, ...options });
    opened.push(dataset);
    return dataset;
  };
  const clean = async (dataset: Dataset): Promise<Dataset> => {
    const { dataset: cleaned } = await dataset.clean();
    opened.push(cleaned);
    return cleaned;
  };
  return { folder, dataDirectory, write, open, clean };
}

/** Lines in the Last.fm 360K format; the mbid stays empty. */
export function lines360K(
  rows: readonly (readonly [user: string, artist: string, plays: string | number])[],
) {
  return rows.map(([user, artist, plays]) => `${user}\t\t${artist}\t${plays}\n`).join('');
}

/** The rows of a query as arrays of values. */
export async function rowsOf(dataset: Dataset, sql: string): Promise<unknown[][]> {
  const { columns, rowCount } = await dataset.query(sql);
  return Array.from({ length: rowCount }, (_, row) => Object.values(columns).map((values) => values[row]));
}

/** What cleaning dropped or merged, by reason, without the reasons that did not occur. */
export async function droppedRows(cleaned: Dataset): Promise<Record<string, [rows: number, lines: string]>> {
  const rows = await rowsOf(cleaned, 'SELECT reason, rows, first_lines FROM dropped WHERE rows > 0');
  return Object.fromEntries(rows.map(([reason, count, lines]) => [reason, [count, lines]]));
}
