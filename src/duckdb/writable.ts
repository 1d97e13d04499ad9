import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../util/errors.js';
import { besideName } from '../util/files.js';

/**
 * Makes a folder below the data directory and writes to it once, because permissions alone do not tell
 * (read-only disks, a file where a folder should be).
 *
 * @throws InputError that names the data directory and LISTENLAB_DATA
 */
export async function requireWritable(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const probe = besideName(path.join(folder, 'probe'));
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (error) {
    throw new InputError(
      `cannot write to the data directory ${path.dirname(folder)} (${(error as NodeJS.ErrnoException).code}); ` +
        'make it writable, or set the environment variable LISTENLAB_DATA to a folder that is',
      { cause: error },
    );
  }
}
