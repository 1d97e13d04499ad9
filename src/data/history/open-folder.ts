import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { noPermission } from '../../util/errors.js';
import { MOST_FILES, tooManyFiles } from './bounds.js';
import { type Export, type ExportFile, isHistoryName } from './export-files.js';
import { nothingFound } from './nothing-found.js';
import { openFile } from './open-file.js';

/** ListenBrainz has listens/2021/11.jsonl; an unpacked archive often lies in a folder of its own, twice. */
const DEEPEST = 5;

/**
 * Finds the histories in a folder and those below it. What may not be read is left alone.
 *
 * @throws InputError when there is none, or the folder itself may not be read
 */
export async function openFolder(folder: string): Promise<Export> {
  const denied: string[] = [];
  const found = await filesBelow(folder, denied);
  const names = found.sort().filter(isHistoryName);
  const files: ExportFile[] = [];
  // One after the other: a system has no room for thousands of open files.
  for (const name of names) {
    const file = path.join(folder, name);
    try {
      files.push(await openFile(file, (await stat(file)).size));
    } catch (error) {
      if (!noPermission(error)) throw error;
      denied.push(file);
    }
  }
  if (files.length === 0) throw nothingFound(`folder ${folder}`, found, denied.sort());
  return {
    title: `folder ${folder}`,
    files,
    isCollection: true,
    others: found.filter((name) => !isHistoryName(name)).map((name) => path.join(folder, name)),
    denied: denied.sort(),
    close: () => {},
  };
}

/**
 * Paths of regular files from the folder on, with slashes. Links are not followed.
 *
 * @param denied is added the folders that may not be read
 */
async function filesBelow(folder: string, denied: string[]): Promise<string[]> {
  const found: string[] = [];
  async function look(within: string, depth: number): Promise<void> {
    for (const entry of await entriesOf(path.join(folder, within), depth > 1 ? denied : undefined)) {
      const name = path.posix.join(within, entry.name);
      if (entry.isFile()) found.push(name);
      else if (entry.isDirectory() && depth < DEEPEST) await look(name, depth + 1);
      if (found.length > MOST_FILES) throw tooManyFiles(`folder ${folder}`);
    }
  }
  await look('', 1);
  return found;
}

async function entriesOf(folder: string, denied: string[] | undefined): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const refusal = noPermission(error);
    if (!refusal || !denied) throw refusal ?? error;
    denied.push(folder);
    return [];
  }
}
