import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { hashOfFiles } from '../../../util/files.js';

/** The interface's sources, how they are bundled, and the lock file. */
export const UI_SOURCES = [
  'src/notebook/lab/ui',
  'src/notebook/lab/build',
  'src/notebook/jupyter/nbformat.ts',
  'src/notebook/page',
  'src/util',
  'package-lock.json',
];

/** Where the interface is, or is to be. */
interface UiFolder {
  /** A folder whose name says what the interface in it is built from: a page that is open keeps its own. */
  readonly folder: string;
  /** Whether it is there. */
  readonly current: boolean;
}

/**
 * The folder of the interface that belongs to the sources as they are: `dist/notebook/lab/ui/<hash>`. Where the sources
 * are missing, as in the published package, it is the one that was built. Costs a few milliseconds.
 */
export async function uiFolder(root: string): Promise<UiFolder> {
  const uis = path.join(root, 'dist/notebook/lab/ui');
  const built = (await readdir(uis).catch(() => [])).filter((name) => !name.endsWith('.partial'));
  const hash = existsSync(path.join(root, 'src')) ? await hashOfFiles(root, UI_SOURCES) : (built[0] ?? '');
  const name = hash.slice(0, 16);
  return { folder: path.join(uis, name), current: name !== '' && built.includes(name) };
}
