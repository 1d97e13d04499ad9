import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './listenlab.js';

/** Limits of the search for settings, in seconds and plays, for tests that do not check its result. */
const SMALL = { seconds: 2, entries: 5000 };

/** The same for `listenlab run`. */
export const SMALL_SEARCH = Object.entries(SMALL).flatMap(([name, value]) => ['--set', `${name}=${value}`]);

/** Copies this package's notebooks; the one that searches for settings searches a small part of the plays. */
export async function copyNotebooks(folder: string): Promise<void> {
  await cp(path.join(root, 'notebooks'), folder, { recursive: true });
  const file = path.join(folder, '05-evaluate.ipynb');
  let text = await readFile(file, 'utf8');
  for (const [name, value] of Object.entries(SMALL)) {
    const declared = new RegExp(`let ${name} = [\\d_]+;`);
    if (!declared.test(text)) throw new Error(`05-evaluate.ipynb has no parameter ${name}`);
    text = text.replace(declared, `let ${name} = ${value};`);
  }
  await writeFile(file, text);
}
