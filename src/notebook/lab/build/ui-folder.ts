import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { hashOfFiles } from '../../../util/node/files.js';

/**
 * The interface's sources, how they are bundled, and the lock file.
 *
 * @internal
 */
export const UI_SOURCES = [
  'src/notebook/lab/ui',
  'src/notebook/lab/build',
  'src/notebook/display/describe-figure.ts',
  'src/notebook/display/figure-words.ts',
  'src/notebook/jupyter/nbformat.ts',
  'src/notebook/page',
  'src/notebook/table',
  'src/util',
  'package-lock.json',
];

/** Location of the interface. */
interface UiFolder {
  /** A folder whose name is a hash of the interface's sources: an open page keeps its own. */
  readonly folder: string;
  /** Whether it exists. */
  readonly current: boolean;
}

/**
 * The folder of the interface built from the current sources: `dist/notebook/lab/ui/<hash>`. Without sources, as in the
 * published package, it is the prebuilt one. Takes a few milliseconds.
 */
export async function uiFolder(root: string): Promise<UiFolder> {
  const uis = path.join(root, 'dist/notebook/lab/ui');
  const built = (await readdir(uis).catch(() => [])).filter((name) => !name.endsWith('.partial'));
  const hash = existsSync(path.join(root, 'src')) ? await hashOfFiles(root, UI_SOURCES) : (built[0] ?? '');
  const name = hash.slice(0, 16);
  return { folder: path.join(uis, name), current: name !== '' && built.includes(name) };
}
