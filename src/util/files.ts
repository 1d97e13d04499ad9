import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A name beside `target` that no other process uses: where a file is written before it is renamed. */
export function besideName(target: string): string {
  return `${target}.${process.pid}-${randomBytes(4).toString('hex')}.partial`;
}

/**
 * Runs `write` on a name beside `target`, then renames the result over `target`. Readers see the old
 * file or the new one, never a half; when `write` fails, nothing is left behind.
 *
 * @param target the file to make; its folder is made too
 * @param write receives the name beside it, and writes a complete file there
 */
export async function writeBeside<T>(target: string, write: (partial: string) => Promise<T>): Promise<T> {
  await mkdir(path.dirname(target), { recursive: true });
  const partial = besideName(target);
  try {
    const result = await write(partial);
    await rename(partial, target);
    return result;
  } catch (error) {
    await rm(partial, { force: true, recursive: true });
    throw error;
  }
}

/** Writes a whole file at once, atomically. See {@link writeBeside}. */
export function writeFileBeside(target: string, content: string | Uint8Array): Promise<void> {
  return writeBeside(target, (partial) => writeFile(partial, content));
}
