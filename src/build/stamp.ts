import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { hashOfFiles } from '../util/node/files.js';

/** The file in a build that says what it was built from. */
const STAMP_FILE = 'stamp.txt';

/** What a build is made from; the lock file says with which compilers. */
const SOURCES = ['src', 'scripts', 'package-lock.json', 'tsconfig.json'];

/** One hash of all that a build is made from. */
export function sourcesHash(root: string): Promise<string> {
  return hashOfFiles(root, SOURCES);
}

/** Notes in a build what it was made from. */
export function writeStamp(target: string, hash: string): Promise<void> {
  return writeFile(path.join(target, STAMP_FILE), hash);
}

/** Whether `dist` was built from the sources as they are. */
export async function isCurrentBuild(root: string): Promise<boolean> {
  const built = await readFile(path.join(root, 'dist', STAMP_FILE), 'utf8').catch(() => undefined);
  return built !== undefined && built === (await sourcesHash(root));
}
