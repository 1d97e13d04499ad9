import { appendFile, rename, rm } from 'node:fs/promises';
import { LabError } from '../lab-error.js';
import { bytesOf, type SaveRequest } from './save.js';
import { partialName } from './write-file.js';

/** Bytes a file may have that arrives in pieces. */
const LARGEST_UPLOAD = 8 * 2 ** 30;
/** Uploads that may be under way at once. */
const MOST_UPLOADS = 64;

/** Files that arrive in pieces: written to a hidden file, which gets its name when the last one is there. */
export class Uploads {
  readonly #open = new Map<string, { partial: string; next: number; bytes: number }>();

  /**
   * Takes one piece. Callers hold the file's lock.
   *
   * @throws LabError 400 for a piece out of order, 413 when it grows too large
   */
  async take(target: string, request: SaveRequest & { chunk: number }, clean: string): Promise<void> {
    const bytes = bytesOf(request, clean);
    const upload = request.chunk === 1 ? await this.#begin(target) : this.#open.get(target);
    if (!upload || (request.chunk !== -1 && request.chunk !== upload.next)) {
      await this.#drop(target);
      throw new LabError(400, `piece ${request.chunk} of ${clean} is out of order; upload it again`);
    }
    upload.next += 1;
    upload.bytes += bytes.length;
    if (upload.bytes > LARGEST_UPLOAD) {
      await this.#drop(target);
      throw new LabError(413, `${clean} has more than ${LARGEST_UPLOAD} bytes`);
    }
    await appendFile(upload.partial, bytes, { flush: true });
    if (request.chunk !== -1) return;
    await rename(upload.partial, target);
    this.#open.delete(target);
  }

  /** Gives up all that are under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((target) => this.#drop(target)));
  }

  async #begin(target: string) {
    await this.#drop(target);
    if (this.#open.size >= MOST_UPLOADS) await this.#drop([...this.#open.keys()][0]);
    const upload = { partial: partialName(target), next: 1, bytes: 0 };
    this.#open.set(target, upload);
    return upload;
  }

  async #drop(target: string): Promise<void> {
    const upload = this.#open.get(target);
    this.#open.delete(target);
    if (upload) await rm(upload.partial, { force: true });
  }
}
