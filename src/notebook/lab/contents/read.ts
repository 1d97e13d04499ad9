import type { Stats } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../../../util/errors.js';
import { hashOf } from '../../../util/node/files.js';
import type { Notebook } from '../../jupyter/nbformat.js';
import { parseNotebook } from '../../jupyter/notebook-file.js';
import { LabError } from '../server/requests.js';
import type { Checkpoints } from './checkpoints.js';
import { contentHash } from './content-hash.js';
import { entryStats, openFile, withFolder } from './held-files.js';
import { type ContentsRoot, cleanPath } from './root.js';
import { markTrusted, type TrustStore } from './trust.js';

/** A front end's request for a file or folder. */
export interface ReadRequest {
  type?: ContentsType;
  format?: ContentsFormat;
  content: boolean;
  hash: boolean;
}

/** Most bytes of a file sent inside JSON; the page requests /files otherwise. */
const LARGEST = 256 * 2 ** 20;

const RESTORE = 'There, File > Revert Notebook to Checkpoint restores its last checkpoint.';
const NO_CHECKPOINT = 'It has no checkpoint to restore.';

/**
 * Reads a file, notebook or folder as in Jupyter's contents API.
 *
 * @throws LabError 404 when there is none, 400 when it is not of the type or format asked for
 */
export async function readContents(
  { root, trust, checkpoints }: { root: ContentsRoot; trust: TrustStore; checkpoints: Checkpoints },
  apiPath: string,
  request: ReadRequest,
): Promise<ContentsModel> {
  const target = await root.existing(apiPath);
  const clean = cleanPath(apiPath);
  const stats = await entryStats(target);
  const found = typeOf(clean, stats);
  if (stats.isDirectory()) {
    if (request.type && request.type !== 'directory') throw wrongType(clean, 'a folder', request.type);
    const model = modelOf(clean, stats, 'directory');
    return request.content
      ? {
          ...model,
          format: 'json',
          content: await withFolder(target, (held) => listFolder(root, held, clean)),
        }
      : model;
  }
  if (!stats.isFile()) throw new LabError(400, `${clean} is neither a file nor a folder`);
  if (request.type === 'directory') throw wrongType(clean, 'a file', 'directory');
  const type = request.type ?? found;
  if (!request.content && !request.hash) return modelOf(clean, stats, type);
  const { model, bytes } = await readFileModel(target, clean, type, request.hash);
  if (!request.content) return model;
  if (type !== 'notebook') return { ...model, ...textOrBytes(bytes, clean, request.format) };
  const notebook = await notebookFrom(bytes, clean, () => checkpoints.list(target));
  return { ...model, format: 'json', content: markTrusted(notebook, await trust.has(hashOf(bytes))) };
}

async function readFileModel(target: string, clean: string, type: ContentsType, hash: boolean) {
  const { file, stats } = await openFile(target);
  try {
    if (stats.size > LARGEST) {
      throw new LabError(413, `${clean} has ${stats.size} bytes; up to ${LARGEST} can be opened here`);
    }
    const bytes = await file.readFile();
    const model = modelOf(clean, stats, type);
    const hashed = { ...model, hash: contentHash(bytes, clean), hash_algorithm: 'sha256' as const };
    return { bytes, model: hash ? hashed : model };
  } finally {
    await file.close();
  }
}

/** @param kept lists the notebook's checkpoints */
async function notebookFrom(
  bytes: Buffer,
  clean: string,
  kept: () => Promise<readonly unknown[]>,
): Promise<Notebook> {
  try {
    return parseNotebook(bytes.toString(), clean);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const message = `${error.message}. To see and fix its text, open it with the Editor: choose Open With in the list of files. ${(await kept()).length > 0 ? RESTORE : NO_CHECKPOINT}`;
    throw new LabError(400, message, 'unreadable notebook', { cause: error });
  }
}

function textOrBytes(bytes: Buffer, clean: string, wanted: ContentsFormat | undefined) {
  if (wanted === 'json') throw new LabError(400, `${clean} is not a notebook; ask for it as text or base64`);
  if (wanted !== 'base64') {
    try {
      return { format: 'text' as const, content: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
    } catch {
      if (wanted === 'text') throw new LabError(400, `${clean} is not UTF-8 text`, 'bad format');
    }
  }
  return { format: 'base64' as const, content: bytes.toString('base64') };
}

/**
 * The models of a folder's entries, without hidden and built ones, those that no path can name, and those that vanish
 * meanwhile.
 */
async function listFolder(root: ContentsRoot, folder: string, clean: string): Promise<ContentsModel[]> {
  const left = await leftOut(folder);
  const names = (await readdir(folder))
    .filter((name) => !name.startsWith('.') && !left.includes(name))
    .sort();
  const models = await Promise.all(
    names.map((name) => entryModel(root, path.join(folder, name), clean, name)),
  );
  return models.filter((model) => model !== undefined);
}

async function entryModel(root: ContentsRoot, target: string, folder: string, name: string) {
  try {
    const clean = cleanPath(`${folder}/${name}`);
    const entry = await lstat(target);
    const stats = entry.isSymbolicLink() ? await entryStats(await root.existing(clean)) : entry;
    return stats.isFile() || stats.isDirectory() ? modelOf(clean, stats, typeOf(name, stats)) : undefined;
  } catch {
    return undefined;
  }
}

function wrongType(clean: string, found: string, wanted: string): LabError {
  return new LabError(400, `${clean} is ${found}, not a ${wanted}`, 'bad type');
}

/**
 * Folders that lists omit but paths still reach: packages, and the build of a clone of listenlab itself. Any other
 * `dist` may be the user's own.
 */
async function leftOut(folder: string): Promise<string[]> {
  const manifest = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => '');
  return /^\s*"name":\s*"listenlab"/m.test(manifest) ? ['node_modules', 'dist'] : ['node_modules'];
}

export type ContentsType = 'notebook' | 'file' | 'directory';
export type ContentsFormat = 'json' | 'text' | 'base64';

/** Jupyter's model of a file or folder. */
export interface ContentsModel {
  name: string;
  path: string;
  type: ContentsType;
  writable: boolean;
  created: string;
  last_modified: string;
  size: number | null;
  mimetype: string | null;
  format: ContentsFormat | null;
  content: unknown;
  hash?: string;
  hash_algorithm?: 'sha256';
}

/** The model without content. */
function modelOf(path: string, stats: Stats, type: ContentsType): ContentsModel {
  return {
    name: path.split('/').at(-1) ?? '',
    path,
    type,
    writable: true,
    created: stats.birthtime.toISOString(),
    last_modified: stats.mtime.toISOString(),
    size: stats.isDirectory() ? null : stats.size,
    mimetype: type === 'file' ? mimeTypeOf(path) : null,
    format: null,
    content: null,
  };
}

/** The default type of a file. */
function typeOf(name: string, stats: Stats): ContentsType {
  if (stats.isDirectory()) return 'directory';
  return /\.ipynb$/i.test(name) ? 'notebook' : 'file';
}

const MIME_TYPES: Record<string, string> = {
  css: 'text/css',
  csv: 'text/csv',
  gif: 'image/gif',
  html: 'text/html',
  ipynb: 'application/x-ipynb+json',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  js: 'text/javascript',
  json: 'application/json',
  md: 'text/markdown',
  mjs: 'text/javascript',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  ts: 'text/typescript',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  webp: 'image/webp',
  yaml: 'text/yaml',
  yml: 'text/yaml',
};

/** MIME type by extension; null if the interface has no view for it. */
export function mimeTypeOf(name: string): string | null {
  return MIME_TYPES[name.toLowerCase().split('.').at(-1) ?? ''] ?? null;
}
