import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Argument, type Command } from 'commander';
import { dataDirectory } from '../data/dataset/catalogue/catalogue.js';
import { modelCacheFolder } from '../engine/als/node/model-cache.js';
import { InputError } from '../util/errors.js';
import { formatBytes, formatPlural } from '../util/format.js';
import { isBeingWritten } from '../util/node/files.js';
import { ownCacheFolder } from '../util/node/folders.js';
import type { Context } from './context.js';
import { plainTable } from './table.js';

const HELP = `
Everything in a cache can be made again: clearing it costs time, no data. Downloaded datasets are not part of it, nor is
what you have saved.

Examples:
  npx listenlab cache
  npx listenlab cache clear
  npx listenlab cache clear models`;

/** A cache: a folder of files. */
interface Cache {
  readonly folder: string;
  /** What its files are. */
  readonly about: string;
}

/** A file of a cache. */
interface CachedFile {
  readonly file: string;
  readonly bytes: number;
  readonly used: Date;
}

/** The caches there are, by what they hold. */
function caches(): Record<string, Cache> {
  return {
    datasets: {
      folder: path.join(dataDirectory(), 'cache'),
      about: 'files of plays as read and cleaned; opening one again takes a fraction of the time',
    },
    models: {
      folder: modelCacheFolder(dataDirectory()),
      about: 'models as trained by notebooks and commands; training one again takes a fraction of the time',
    },
    typescript: {
      folder: path.join(ownCacheFolder(), 'typescript'),
      about: 'the compiler of cells as V8 compiled it; kernels start faster',
    },
  };
}

/** `listenlab cache` and `listenlab cache clear [NAME]`. */
export function addCacheCommand(program: Command, context: Context): void {
  const cache = program
    .command('cache')
    .description('list what is kept to save time, with its size, or clear it')
    .addHelpText('after', HELP);
  cache
    .command('list', { isDefault: true })
    .description('list the caches, with their size and folder')
    .option('--json', 'print as JSON')
    .action((options: { json?: boolean }) => listCaches(options, context));
  cache
    .command('clear')
    .description('delete what a cache holds, or what all of them do')
    .addArgument(new Argument('[name]', 'cache to clear (default: all)').choices(Object.keys(caches())))
    .action((name: string | undefined) => clearCaches(name, context));
}

/** The caches, with how many files they have and how many bytes these are. */
export function cacheSizes() {
  return Promise.all(
    Object.entries(caches()).map(async ([name, { folder, about }]) => {
      const files = await filesIn(folder);
      return { name, about, folder, files: files.length, bytes: sizeOf(files), lastUsed: lastUse(files) };
    }),
  );
}

async function listCaches({ json }: { json?: boolean }, { output }: Context): Promise<void> {
  const rows = await cacheSizes();
  if (json) {
    output.printJson(rows);
    return;
  }
  output.print(
    plainTable({
      cache: rows.map(({ name }) => name),
      files: rows.map(({ files }) => String(files)),
      size: rows.map(({ bytes }) => formatBytes(bytes)),
      'last used': rows.map(({ lastUsed }) => lastUsed?.toISOString().slice(0, 10) ?? ''),
      folder: rows.map(({ folder }) => folder),
    }),
  );
  output.print(`\n${rows.map(({ name, about }) => `${name}: ${about}`).join('\n')}`);
}

async function clearCaches(name: string | undefined, { output }: Context): Promise<void> {
  const all = caches();
  let freed = 0;
  let deleted = 0;
  const inUse: string[] = [];
  const refused: string[] = [];
  for (const cleared of name === undefined ? Object.keys(all) : [name]) {
    for (const { file, bytes } of await filesIn(all[cleared].folder)) {
      if (isBeingWritten(file)) {
        inUse.push(file);
        continue;
      }
      try {
        await rm(file, { recursive: true });
        freed += bytes;
        deleted++;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Another process may have deleted it first. Windows keeps files that are open.
        if (code === 'EBUSY' || (code === 'EPERM' && process.platform === 'win32')) inUse.push(file);
        else if (code !== 'ENOENT') refused.push(`${file} (${code})`);
      }
    }
  }
  output.print(`deleted ${formatPlural(deleted, 'file')}, ${formatBytes(freed)}`);
  if (inUse.length > 0) output.tell(`left alone, as another program uses them: ${inUse.join(', ')}`);
  if (refused.length > 0)
    throw new InputError(`cannot delete ${refused.join(', ')}; check the permissions of the folder`);
}

/** A database keeps what does not fit its memory in such a folder, which stays where the process was killed. */
const LEFT_FOLDER = /\.partial\.tmp$/;

/** The entries of a cache's folder; none where there is no such folder. */
async function filesIn(folder: string): Promise<CachedFile[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      const state = await stat(file).catch(() => undefined);
      return state && (state.isFile() || LEFT_FOLDER.test(name))
        ? { file, bytes: state.size, used: new Date(Math.max(state.atimeMs, state.mtimeMs)) }
        : undefined;
    }),
  );
  return found.filter((file) => file !== undefined);
}

function sizeOf(files: readonly CachedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function lastUse(files: readonly CachedFile[]): Date | undefined {
  return files.reduce<Date | undefined>(
    (last, { used }) => (last === undefined || used > last ? used : last),
    undefined,
  );
}
