import { createWriteStream } from 'node:fs';
import { link, lstat, mkdir, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { formatNotebook } from '../../jupyter/notebook-file.js';
import { LabError } from '../server/requests.js';
import { folded, openFile, withEntry, withFolder, writeDurably } from './held-files.js';
import type { ContentsType } from './read.js';
import { type ContentsRoot, cleanPath } from './root.js';

/** A front end's request to create something. */
export interface NewRequest {
  type?: ContentsType;
  ext?: string;
  copy_from?: string;
}

const EMPTY_NOTEBOOK = formatNotebook({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });

/**
 * Creates an untitled notebook, file or folder in a folder, or a copy of a file there. Callers hold the folder's lock.
 *
 * @param folder absolute, without links
 * @returns its name, the first free one
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
  if (!/^[\w.-]{0,32}$/.test(ext)) throw new LabError(400, `${JSON.stringify(ext)} is not a file extension`);
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

/** Errors of disks that do not support hard links, or refuse this one. */
const NO_SECOND_NAME = ['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV', 'EINVAL'];

/**
 * Moves a file, link or folder and never replaces what already has the new path, even if created concurrently: a file
 * is first hard-linked, which fails if the path is taken, and then unlinked. A folder replaces at most an empty one.
 *
 * @param from absolute, as `to`: its folder without links
 * @param newPath the new path, for messages
 * @throws LabError 404 when there is nothing to move, 409 when the new path is taken
 */
export function moveWithoutReplacing(
  from: string,
  to: string,
  { oldPath, newPath }: { oldPath: string; newPath: string },
): Promise<void> {
  const taken = () => new LabError(409, `${newPath} already exists`);
  return withEntry(from, (heldFrom) =>
    withEntry(to, async (heldTo) => {
      const [source, found] = await Promise.all(
        [heldFrom, heldTo].map((each) => lstat(each).catch(() => undefined)),
      );
      if (!source) throw new LabError(404, `there is no ${oldPath} here`);
      // On case-insensitive disks, changing the case of a name finds the file itself.
      const isItself = found?.ino === source.ino && isOtherSpelling(from, to);
      if (found && !isItself) throw taken();
      if (isItself || source.isDirectory()) return rename(heldFrom, heldTo);
      try {
        await link(heldFrom, heldTo);
      } catch (error) {
        const code = String((error as NodeJS.ErrnoException).code);
        if (code === 'EEXIST') throw taken();
        if (!NO_SECOND_NAME.includes(code)) throw error;
        return rename(heldFrom, heldTo);
      }
      await unlink(heldFrom).catch(async (error) => {
        await unlink(heldTo);
        throw error;
      });
    }),
  );
}

function isOtherSpelling(from: string, to: string): boolean {
  return folded(path.resolve(from)) === folded(path.resolve(to));
}
