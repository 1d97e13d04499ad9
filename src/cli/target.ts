import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../util/errors.js';

/**
 * Makes sure, before the work begins, that its result can be written.
 *
 * @param file absolute path of a file to be; folders above it that are missing will be made
 * @throws InputError when it is a folder, or lies where nothing can be written
 */
export async function requireWritableTarget(file: string): Promise<void> {
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isDirectory()) {
    throw new InputError(
      `${file} is a folder; expected a file to write, for example ${path.join(file, 'result')}`,
    );
  }
  const folder = await nearestExisting(path.dirname(file));
  const writable = (await stat(folder)).isDirectory() && (await isWritable(folder));
  if (writable) return;
  throw new InputError(
    `cannot write ${file}: ${folder} is no folder that can be written; choose another place`,
  );
}

async function nearestExisting(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  return found || folder === path.dirname(folder) ? folder : nearestExisting(path.dirname(folder));
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}
