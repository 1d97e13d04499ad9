import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../server/requests.js';

/**
 * The folder that the lab shows. API paths use `/` and are relative to it; paths that this class returns are inside it,
 * with all symbolic links resolved.
 */
export class ContentsRoot {
  /** Absolute path of the folder, without links. */
  readonly folder: string;

  /** @param folder an existing folder */
  static async open(folder: string): Promise<ContentsRoot> {
    return new ContentsRoot(await realpath(folder));
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Absolute path of something that exists.
   *
   * @throws LabError 400 for a path that leaves the folder, 403 for a link that does, 404 when it does not exist, or it
   *   or the target of a link is hidden
   */
  async existing(apiPath: string): Promise<string> {
    const target = this.#spelled(apiPath);
    const real = await realpath(target).catch(() => undefined);
    if (real === undefined) throw notFound(apiPath);
    return this.#inside(real, apiPath);
  }

  /**
   * Absolute path to write to: an existing file, or a new name in an existing folder.
   *
   * @throws LabError as {@link existing}, 404 when the folder is missing
   */
  async writable(apiPath: string): Promise<string> {
    const target = this.#spelled(apiPath);
    if (target === this.folder) throw new LabError(400, 'the top folder cannot be written to');
    const found = await lstat(target).catch(() => undefined);
    if (found) return this.existing(apiPath);
    const folder = await realpath(path.dirname(target)).catch(() => undefined);
    if (folder === undefined) throw notFound(parentOf(apiPath));
    return path.join(this.#inside(folder, apiPath), path.basename(target));
  }

  /** Path of the entry itself, without following a link: for renaming and deleting. */
  async entry(apiPath: string): Promise<string> {
    const target = this.#spelled(apiPath);
    if (target === this.folder) throw new LabError(400, 'the top folder cannot be moved or deleted');
    const folder = await realpath(path.dirname(target)).catch(() => undefined);
    if (folder === undefined) throw notFound(apiPath);
    return path.join(this.#inside(folder, apiPath), path.basename(target));
  }

  /**
   * Absolute path of the folder that a document's cells run in: its own, or the nearest parent if that is gone, hidden
   * or outside.
   *
   * @param apiPath of the document, which need not exist, or of a folder
   */
  async folderOf(apiPath: string): Promise<string> {
    const found = await this.existing(apiPath).catch(() => undefined);
    if (found !== undefined && (await stat(found)).isDirectory()) return found;
    return this.folderOf(parentOf(apiPath));
  }

  #spelled(apiPath: string): string {
    return path.join(this.folder, ...segmentsOf(apiPath));
  }

  #inside(real: string, apiPath: string): string {
    const relative = path.relative(this.folder, real);
    const segments = relative.split(path.sep);
    if (segments[0] === '..' || path.isAbsolute(relative)) {
      throw new LabError(403, `${apiPath} is outside the folder that this lab shows`);
    }
    if (segments.some(isHidden)) throw notFound(apiPath);
    return real;
  }
}

/** The API path without leading, trailing and doubled slashes. */
export function cleanPath(apiPath: string): string {
  return segmentsOf(apiPath).join('/');
}

/** API path of the parent folder; '' is the top. */
function parentOf(apiPath: string): string {
  return segmentsOf(apiPath).slice(0, -1).join('/');
}

/** Longest name and path that any system allows. */
const LONGEST_NAME = 255;
const LONGEST_PATH = 4096;

function segmentsOf(apiPath: string): string[] {
  if (apiPath.length > LONGEST_PATH) throw new LabError(400, 'a path of more than 4096 characters');
  const segments = apiPath.split('/').filter((segment) => segment !== '');
  for (const segment of segments) {
    if (leadsElsewhere(segment)) {
      throw new LabError(400, `the path ${JSON.stringify(apiPath)} is not inside the folder of this lab`);
    }
    if (Buffer.byteLength(segment) > LONGEST_NAME) {
      throw new LabError(400, `a name of more than ${LONGEST_NAME} bytes`);
    }
    if (isHidden(segment)) throw notFound(apiPath);
  }
  return segments;
}

/** A backslash may be part of a name on some systems, but must never lead upwards. */
function leadsElsewhere(segment: string): boolean {
  const windows = process.platform === 'win32' && /[\\:]/.test(segment);
  return (
    windows || segment.includes('\0') || segment.split('\\').some((part) => part === '.' || part === '..')
  );
}

/** Jupyter hides such names too; pages should not reach .git and the like. */
function isHidden(name: string): boolean {
  return name.startsWith('.');
}

function notFound(apiPath: string): LabError {
  return new LabError(404, `there is no ${apiPath || 'folder'} here`);
}
