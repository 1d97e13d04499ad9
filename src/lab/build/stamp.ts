import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The file in the built interface that says what it was built from. */
export const STAMP_FILE = 'stamp.txt';

const SOURCES = ['src/lab/ui', 'src/lab/build'];

/**
 * What the interface is built from, as one hash: its sources, how they are bundled, and the lock file.
 * Costs a few milliseconds.
 *
 * @returns '' where the sources are missing, as in the published package, whose interface is built already
 */
export async function stampOf(root: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    hash.update(await readFile(path.join(root, 'package-lock.json')));
    for (const folder of SOURCES) {
      const files = await readdir(path.join(root, folder));
      for (const file of files.sort()) {
        hash.update(`\0${file}\0`).update(await readFile(path.join(root, folder, file)));
      }
    }
  } catch {
    return '';
  }
  return hash.digest('hex');
}

/** What a built interface was built from; undefined when there is none. */
export function builtStamp(folder: string): Promise<string | undefined> {
  return readFile(path.join(folder, STAMP_FILE), 'utf8').catch(() => undefined);
}
