import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Notebook } from '../notebook/jupyter/nbformat.js';
import { requireTypeScript } from '../notebook/jupyter/nbformat.js';
import { readNotebook } from '../notebook/jupyter/notebook-file.js';
import { InputError } from '../util/errors.js';

/** A notebook to run. */
export interface NotebookFile {
  /** Absolute path. */
  readonly file: string;
  /** File name without `.ipynb`. */
  readonly name: string;
  readonly notebook: Notebook;
}

/** The numbered notebooks of this package: 01-explore and so on. */
const NUMBERED = /^\d+-.*\.ipynb$/;

/**
 * Reads the notebooks to run, in order.
 *
 * @param paths as typed; none means the numbered notebooks of this package
 * @throws InputError for a missing file, one that is no notebook, or two whose executed copies would have
 * one name
 */
export async function readNotebooks(paths: readonly string[]): Promise<NotebookFile[]> {
  const files = paths.length > 0 ? paths.map((each) => path.resolve(each)) : await numberedNotebooks();
  const names = files.map((file) => path.basename(file, '.ipynb'));
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined) {
    throw new InputError(
      `two notebooks are called ${repeated}, and so would their executed copies; run them one after the other`,
    );
  }
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) {
    throw new InputError(`no notebook ${missing}; expected the path of an .ipynb file`);
  }
  const folder = files.find((file) => statSync(file).isDirectory());
  if (folder !== undefined) {
    throw new InputError(
      `${folder} is a folder; name the notebooks in it, as in ${path.join(path.relative('', folder), '*.ipynb')}`,
    );
  }
  return Promise.all(
    files.map(async (file, i) => {
      const notebook = await readNotebook(file);
      requireTypeScript(notebook, path.basename(file));
      return { file, name: names[i], notebook };
    }),
  );
}

async function numberedNotebooks(): Promise<string[]> {
  const folder = fileURLToPath(new URL('../../notebooks', import.meta.url));
  const names = existsSync(folder) ? await readdir(folder) : [];
  const numbered = names.filter((name) => NUMBERED.test(name)).sort();
  if (numbered.length === 0) throw new InputError(`no numbered notebooks in ${folder}; name one to run`);
  return numbered.map((name) => path.join(folder, name));
}
