import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { rowsOf, testFolder } from '../support.js';

/** A folder for the typed files of a test file: JSON by its text, Parquet by its query. */
export function typedFiles() {
  const { folder, write, open, clean } = testFolder();
  let made = 0;

  const rowsIn = async (file: string, options: OpenOptions = {}) =>
    rowsOf(await open(file, options), 'SELECT "user", artist, plays FROM plays ORDER BY line');
  const json = (records: string) => write(`table-${made++}.json`, records);

  /** Writes the result of a query to a Parquet file. */
  async function parquet(query: string): Promise<string> {
    const file = path.join(folder, `table-${made++}.parquet`);
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`COPY (${query}) TO '${file}'`);
    connection.closeSync();
    return file;
  }

  /** The same with column names patched to ones that DuckDB does not write; they must have the same length. */
  async function renamed(query: string, names: Readonly<Record<string, string>>): Promise<string> {
    const file = await parquet(query);
    const text = Object.entries(names).reduce(
      (bytes, [name, other]) => bytes.replaceAll(name, other),
      readFileSync(file, 'latin1'),
    );
    writeFileSync(file, text, 'latin1');
    return file;
  }

  /** Writes a file that has its name, after a number, for itself. */
  const writeNext = (name: string, content: string | Buffer) => write(`${made++}-${name}`, content);

  return { folder, write, writeNext, open, clean, rowsIn, json, parquet, renamed };
}
