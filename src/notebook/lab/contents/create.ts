import { createWriteStream } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { formatNotebook } from '../../jupyter/notebook.js';
import { LabError } from '../lab-error.js';
import { openFile, withFolder } from './held-folder.js';
import type { ContentsType } from './model.js';
import { type ContentsRoot, cleanPath } from './root.js';
import { writeDurably } from './write-file.js';

/** What a front end asks for when it wants something new. */
export interface NewRequest {
  type?: ContentsType;
  ext?: string;
  copy_from?: string;
}

const EMPTY_NOTEBOOK = formatNotebook({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });

/**
 * Makes an untitled notebook, file or folder in a folder, or a copy of a file there. Callers hold the
 * folder's lock.
 *
 * @param folder absolute, without links
 * @returns the name it got, the first that is free
 */
export function createEntry(
  root: ContentsRoot,
  folder: string,
  { type = 'file', ext = '', copy_from }: NewRequest,
): Promise<string> {
  const nameOf = copy_from === undefined ? untitled(type, ext) : copyName(copy_from);
  return withFolder(folder, async (held) => {
    const name = await freeName(held, nameOf);
    const target = path.join(held, name);
    if (copy_from !== undefined) await copyTo(await root.existing(copy_from), target);
    else if (type === 'directory') await mkdir(target);
    else await writeDurably(target, Buffer.from(type === 'notebook' ? EMPTY_NOTEBOOK : ''));
    return name;
  });
}

/** @throws LabError (400) for anything but a file */
async function copyTo(source: string, target: string): Promise<void> {
  const { file, stats } = await openFile(source);
  await pipeline(file.createReadStream(), createWriteStream(target, { flags: 'wx', mode: stats.mode }));
}

function untitled(type: ContentsType, ext: string): (number: number) => string {
  if (!/^[\w.-]{0,32}$/.test(ext)) throw new LabError(400, `the ending ${JSON.stringify(ext)} is none`);
  const dotted = ext === '' || ext.startsWith('.') ? ext : `.${ext}`;
  if (type === 'directory') return (number) => `Untitled Folder${number || ''}`;
  if (type === 'notebook') return (number) => `Untitled${number || ''}.ipynb`;
  return (number) => `untitled${number || ''}${dotted}`;
}

function copyName(apiPath: string): (number: number) => string {
  const { name, ext } = path.posix.parse(cleanPath(apiPath));
  const stem = name.replace(/-Copy\d+$/, '');
  return (number) => `${stem}-Copy${number + 1}${ext}`;
}

async function freeName(folder: string, nameOf: (number: number) => string): Promise<string> {
  for (let number = 0; ; number++) {
    const name = nameOf(number);
    if (!(await lstat(path.join(folder, name)).catch(() => undefined))) return name;
  }
}
