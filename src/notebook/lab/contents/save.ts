import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../../../util/errors.js';
import { formatNotebook } from '../../jupyter/notebook.js';
import { checkNotebook } from '../../jupyter/notebook-check.js';
import { LabError } from '../lab-error.js';
import { openHeld, readAndClose } from './held-folder.js';
import { type ContentsFormat, type ContentsType, hashOf } from './model.js';
import { type TrustStore, takeMarks } from './trust.js';
import { removeLeftovers, writeDurably } from './write-file.js';

/** What a front end sends to be saved. */
export interface SaveRequest {
  type: ContentsType;
  format?: ContentsFormat | null;
  content?: unknown;
  /** SHA-256 of the file as the front end last saw it; a file that differs is not overwritten. */
  hash?: string;
  /** The file's time as the front end last saw it, for the same purpose. */
  last_modified?: string;
  /** Number of this piece of a long upload, from 1; -1 is the last. */
  chunk?: number;
}

/**
 * Writes a file, notebook or folder. Callers hold the file's lock, and its folder.
 *
 * @returns whether it is new
 * @throws LabError 400 for content that is not of its type, 409 when the file changed underneath
 */
export async function saveFile(
  target: string,
  request: SaveRequest,
  clean: string,
  trust: TrustStore,
): Promise<boolean> {
  const before = await lstat(target).catch(() => undefined);
  if (request.type === 'directory') {
    if (before && !before.isDirectory()) throw new LabError(409, `${clean} exists and is a file`);
    if (!before) await mkdir(target);
    return !before;
  }
  if (before?.isDirectory()) throw new LabError(400, `${clean} is a folder; a file cannot replace it`);
  const { bytes, trusted } = encode(request, clean);
  if (before) await refuseChanged(target, before.mtime, request, clean);
  await removeLeftovers(path.dirname(target));
  await writeDurably(target, bytes);
  if (trusted) await trust.add(hashOf(bytes));
  return !before;
}

function encode(request: SaveRequest, clean: string): { bytes: Buffer; trusted: boolean } {
  if (request.type !== 'notebook') return { bytes: bytesOf(request, clean), trusted: false };
  try {
    const { notebook, trusted } = takeMarks(checkNotebook(request.content, clean));
    return { bytes: Buffer.from(formatNotebook(notebook)), trusted };
  } catch (error) {
    // JSON nested many thousand levels deep can be read but not written.
    const deep = error instanceof RangeError ? `${clean} is nested too deeply` : undefined;
    const message = deep ?? (error instanceof InputError ? error.message : undefined);
    if (message === undefined) throw error;
    throw new LabError(400, message, 'not a notebook', { cause: error });
  }
}

/**
 * The bytes of a file's content, text or base64.
 *
 * @throws LabError (400) when it is neither
 */
export function bytesOf({ format, content }: SaveRequest, clean: string): Buffer {
  if (typeof content !== 'string') throw new LabError(400, `no content for ${clean}; expected a string`);
  if (format === 'text') return Buffer.from(content);
  if (format !== 'base64') {
    throw new LabError(400, `the format of ${clean} is ${format}; a file is saved as text or base64`);
  }
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content)) throw new LabError(400, `${clean} is not base64`);
  return Buffer.from(content, 'base64');
}

async function refuseChanged(
  target: string,
  modified: Date,
  request: SaveRequest,
  clean: string,
): Promise<void> {
  const { hash, last_modified } = request;
  const changed =
    hash !== undefined
      ? hashOf(await readAndClose(await openHeld(target))) !== hash
      : last_modified !== undefined && modified.getTime() !== new Date(last_modified).getTime();
  if (!changed) return;
  throw new LabError(
    409,
    `${clean} has changed on disk since it was opened; reload it, or save it under another name`,
    'changed on disk',
  );
}
