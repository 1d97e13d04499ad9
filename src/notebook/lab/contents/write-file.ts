import { randomBytes } from 'node:crypto';
import { chmod, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a file so that it is the old one or the new one at every moment, also when the machine goes off:
 * a hidden file beside it is written, flushed to the disk and renamed.
 *
 * @throws the system's error (no space, no right); the old file is then untouched
 */
export async function writeDurably(target: string, bytes: Uint8Array): Promise<void> {
  const partial = partialName(target);
  const before = await lstat(target).catch(() => undefined);
  try {
    const file = await open(partial, 'wx', 0o666);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (before?.isFile()) await chmod(partial, before.mode & 0o7777);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** A hidden name beside the target, of this process. */
export function partialName(target: string): string {
  const name = `.listenlab-${process.pid}-${randomBytes(6).toString('hex')}.partial`;
  return path.join(path.dirname(target), name);
}

/** Removes what servers that were killed in the middle of a save left in a folder. */
export async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const owner = /^\.listenlab-(\d+)-[0-9a-f]+\.partial$/.exec(name);
    if (owner && !isAlive(Number(owner[1]))) await rm(path.join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
