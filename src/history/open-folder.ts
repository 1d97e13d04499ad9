import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { MOST_FILES, tooManyFiles } from './bounds.js';
import { type Export, type ExportFile, isHistoryName } from './export-files.js';
import { nothingFound } from './nothing-found.js';
import { openFile } from './open-file.js';

/** ListenBrainz has listens/2021/11.jsonl; an unpacked archive often lies in a folder of its own, twice. */
const DEEPEST = 5;

/**
 * Finds the histories in a folder and those below it.
 *
 * @throws InputError when there is none
 */
export async function openFolder(folder: string): Promise<Export> {
  const found = await filesBelow(folder);
  const names = found.sort().filter(isHistoryName);
  if (names.length === 0) throw nothingFound(`folder ${folder}`, found);
  const files = names.map(async (name): Promise<ExportFile> => {
    const file = path.join(folder, name);
    return await openFile(file, (await stat(file)).size);
  });
  return {
    title: `folder ${folder}`,
    files: await Promise.all(files),
    isCollection: true,
    others: found.filter((name) => !isHistoryName(name)).map((name) => path.join(folder, name)),
    close: () => {},
  };
}

/** Paths of regular files from the folder on, with slashes. Links are not followed. */
async function filesBelow(folder: string): Promise<string[]> {
  const found: string[] = [];
  async function look(within: string, depth: number): Promise<void> {
    for (const entry of await readdir(path.join(folder, within), { withFileTypes: true })) {
      const name = path.posix.join(within, entry.name);
      if (entry.isFile()) found.push(name);
      else if (entry.isDirectory() && depth < DEEPEST) await look(name, depth + 1);
      if (found.length > MOST_FILES) throw tooManyFiles(`folder ${folder}`);
    }
  }
  await look('', 1);
  return found;
}
