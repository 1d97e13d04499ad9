import { type FileHandle, lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../lab-error.js';
import { withFolder } from './held-folder.js';
import { bytesOf, type SaveRequest } from './save.js';
import { partialName, removeLeftovers } from './write-file.js';

/** Bytes a file may have that arrives in pieces. */
const LARGEST_UPLOAD = 8 * 2 ** 30;
/** Uploads that may be under way at once. */
const MOST_UPLOADS = 64;

interface Upload {
  file: FileHandle;
  /** Name of the hidden file, in the folder of what is uploaded. */
  partial: string;
  next: number;
  bytes: number;
}

/** Files that arrive in pieces: written to a hidden file, which gets its name when the last one is there. */
export class Uploads {
  readonly #open = new Map<string, Upload>();

  /**
   * Takes one piece. Callers hold the file's lock. An upload that fails leaves nothing.
   *
   * @param target absolute, its folder without links
   * @throws LabError 400 for a piece out of order, 409 when the folder was moved meanwhile, 413 when it
   *   grows too large
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

  /** Gives up all that are under way. */
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
      // Another folder may have the name by now.
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
