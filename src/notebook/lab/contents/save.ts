import { type FileHandle, lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../../../util/errors.js';
import { hashOf } from '../../../util/node/files.js';
import { checkNotebook, type Notebook } from '../../jupyter/nbformat.js';
import { formatNotebook } from '../../jupyter/notebook-file.js';
import { LabError } from '../server/requests.js';
import { contentHash, notebookIn } from './content-hash.js';
import {
  openHeld,
  partialName,
  readAndClose,
  removeLeftovers,
  withFolder,
  writeDurably,
} from './held-files.js';
import type { ContentsFormat, ContentsType } from './read.js';
import { type TrustStore, takeMarks } from './trust.js';

/** A front end's request to save. */
export interface SaveRequest {
  type: ContentsType;
  format?: ContentsFormat | null;
  content?: unknown;
  /** {@link contentHash} of the file as the front end last saw it; a changed file is not overwritten, a missing one not created. */
  hash?: string;
  /** The file's modification time as the front end last saw it, for the same purpose. */
  last_modified?: string;
  /** Number of this chunk of an upload, from 1; -1 is the last. */
  chunk?: number;
}

/**
 * Writes a file, notebook or folder. Callers hold the file's lock, and its folder.
 *
 * @returns whether it is new
 * @throws LabError 400 for content not of its type, 409 when the file was changed, moved or deleted meanwhile
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
  if (before) await refuseChanged(target, before.mtime, request, clean);
  else if (request.hash !== undefined) throw goneMeanwhile(clean);
  const there = before && request.type === 'notebook' ? await bytesThere(target) : undefined;
  const { bytes, trusted } = encode(request, clean, there);
  await removeLeftovers(path.dirname(target));
  if (there === undefined || !bytes.equals(there)) await writeDurably(target, bytes);
  if (trusted) await trust.add(hashOf(bytes));
  return !before;
}

/** The bytes of a file, if it is one. */
async function bytesThere(target: string): Promise<Buffer | undefined> {
  return openHeld(target).then(readAndClose, () => undefined);
}

/** @param there a notebook's file as it is now: if nothing has changed in it, its own bytes are the answer */
function encode(request: SaveRequest, clean: string, there?: Buffer): { bytes: Buffer; trusted: boolean } {
  if (request.type !== 'notebook') return { bytes: bytesOf(request, clean), trusted: false };
  try {
    const { notebook, trusted } = takeMarks(checkNotebook(request.content, clean));
    const old = there && notebookIn(there, clean);
    const text = formatNotebook(old ? withLanguageOf(notebook, old) : notebook);
    const isSame = old !== undefined && formatNotebook(old) === text;
    return { bytes: there && isSame ? there : Buffer.from(text), trusted };
  } catch (error) {
    // JSON nested thousands of levels deep can be parsed but not stringified.
    const deep = error instanceof RangeError ? `${clean} is nested too deeply` : undefined;
    const message = deep ?? (error instanceof InputError ? error.message : undefined);
    if (message === undefined) throw error;
    throw new LabError(400, message, 'not a notebook', { cause: error });
  }
}

/** A page writes down the kernel's version of the language: no reason to change a file. */
function withLanguageOf(notebook: Notebook, old: Notebook): Notebook {
  const { language_info } = old.metadata;
  if (
    nameOf(language_info) === undefined ||
    nameOf(language_info) !== nameOf(notebook.metadata.language_info)
  )
    return notebook;
  return { ...notebook, metadata: { ...notebook.metadata, language_info } };
}

function nameOf(language: unknown): unknown {
  return (language as { name?: unknown } | undefined)?.name;
}

/**
 * The bytes of a file's content, text or base64.
 *
 * @throws LabError (400) when it is neither
 */
function bytesOf({ format, content }: SaveRequest, clean: string): Buffer {
  if (typeof content !== 'string') throw new LabError(400, `no content for ${clean}; expected a string`);
  if (format === 'text') return Buffer.from(content);
  if (format !== 'base64') {
    throw new LabError(400, `the format of ${clean} is ${format}; a file is saved as text or base64`);
  }
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(content)) throw new LabError(400, `${clean} is not base64`);
  return Buffer.from(content, 'base64');
}

function goneMeanwhile(clean: string): LabError {
  return new LabError(
    409,
    `${clean} was moved or deleted since it was opened; to create it again, save once more`,
    'changed on disk',
  );
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
      ? contentHash(await readAndClose(await openHeld(target)), clean) !== hash
      : last_modified !== undefined && modified.getTime() !== new Date(last_modified).getTime();
  if (!changed) return;
  throw new LabError(
    409,
    `${clean} has changed on disk since it was opened; reload it, or save it under another name`,
    'changed on disk',
  );
}

/** Most bytes of a file uploaded in chunks. */
const LARGEST_UPLOAD = 8 * 2 ** 30;
/** Most concurrent uploads. */
const MOST_UPLOADS = 64;

interface Upload {
  file: FileHandle;
  /** Name of the hidden file, in the target's folder. */
  partial: string;
  next: number;
  bytes: number;
}

/** Chunked uploads: written to a hidden file, which is renamed when the last chunk has arrived. */
export class Uploads {
  readonly #open = new Map<string, Upload>();

  /**
   * Takes one chunk. Callers hold the file's lock. A failed upload leaves nothing behind.
   *
   * @param target absolute, its folder without links
   * @throws LabError 400 for a chunk out of order, 409 when the folder was moved meanwhile, 413 when it grows too large
   */
  async take(target: string, request: SaveRequest & { chunk: number }, clean: string): Promise<void> {
    try {
      const bytes = bytesOf(request, clean);
      const upload = request.chunk === 1 ? await this.#begin(target) : this.#open.get(target);
      if (!upload || (request.chunk !== -1 && request.chunk !== upload.next)) {
        throw new LabError(400, `piece ${request.chunk} of ${clean} is out of order; upload it again`);
      }
      upload.next += 1;
      upload.bytes += bytes.length;
      if (upload.bytes > LARGEST_UPLOAD) {
        throw new LabError(413, `${clean} has more than ${LARGEST_UPLOAD} bytes`);
      }
      await upload.file.appendFile(bytes);
      if (request.chunk === -1) await this.#finish(target, upload, clean);
    } catch (error) {
      await this.#drop(target);
      throw error;
    }
  }

  /** Aborts all uploads in progress. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((target) => this.#drop(target)));
  }

  async #begin(target: string): Promise<Upload> {
    await this.#drop(target);
    if (this.#open.size >= MOST_UPLOADS) await this.#drop([...this.#open.keys()][0]);
    return withFolder(path.dirname(target), async (held) => {
      await removeLeftovers(held);
      const partial = path.basename(partialName(target));
      const upload = { file: await open(path.join(held, partial), 'ax'), partial, next: 1, bytes: 0 };
      this.#open.set(target, upload);
      return upload;
    });
  }

  async #finish(target: string, { file, partial }: Upload, clean: string): Promise<void> {
    await file.sync();
    const { ino } = await file.stat();
    await file.close();
    await withFolder(path.dirname(target), async (held) => {
      const found = await lstat(path.join(held, partial)).catch(() => undefined);
      // Another folder may have this name by now.
      if (found?.ino !== ino) {
        throw new LabError(409, `the folder of ${clean} was moved during the upload; upload it again`);
      }
      await rename(path.join(held, partial), path.join(held, path.basename(target)));
    });
    this.#open.delete(target);
  }

  async #drop(target: string): Promise<void> {
    const upload = this.#open.get(target);
    this.#open.delete(target);
    if (!upload) return;
    await upload.file.close().catch(() => undefined);
    const remove = (held: string) => rm(path.join(held, upload.partial), { force: true });
    await withFolder(path.dirname(target), remove).catch(() => undefined);
  }
}
