import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { entryFolder, findEntry } from '../data/dataset/catalogue/catalogue.js';
import { InputError } from '../util/errors.js';
import { fileWritten, probeFolder } from '../util/node/files.js';

/** What a command reads, as typed: a dataset or several, `--set @FILE`, and other files. */
export interface Inputs {
  readonly datasets?: readonly (string | undefined)[];
  readonly set?: readonly string[];
  readonly files?: readonly (string | undefined)[];
}

/**
 * The absolute path of a file to write, as typed.
 *
 * @throws InputError for the name of a folder, `sub/`
 */
export function outputPath(typed: string): string {
  if (!/[/\\]$/.test(typed)) return path.resolve(typed);
  throw new InputError(
    `${typed} names a folder; expected a file to write, for example ${path.join(typed, 'result')}`,
  );
}

/**
 * Checks, before the work starts, that its result can be written.
 *
 * @param file absolute path of the output file; missing parent folders will be created
 * @param inputs files that must not be overwritten
 * @throws InputError when it is one of the inputs, not a file, or in a place that is not writable
 */
export async function requireWritableTarget(file: string, inputs: Inputs): Promise<void> {
  const existing = await stat(file).catch(() => undefined);
  if (existing?.isDirectory()) {
    throw new InputError(
      `${file} is a folder; expected a file to write, for example ${path.join(file, 'result')}`,
    );
  }
  const target = await fileWritten(file);
  for (const input of await filesOf(inputs)) {
    if (!(await isSameFile(file, input))) continue;
    throw new InputError(
      `${file} is ${input === file ? '' : `${input}, `}an input of this command, and its result would replace it; choose another output file`,
    );
  }
  await requireWritableFolder(path.dirname(target), file);
}

/**
 * Checks that a folder can be written to, or made.
 *
 * @param target what is to be written, for the message
 * @throws InputError when it, or the folder that it would be made in, is not a folder or not writable
 */
export async function requireWritableFolder(folder: string, target = folder): Promise<void> {
  const existing = await nearestExisting(folder);
  const writable = (await stat(existing)).isDirectory() && (await isWritable(existing));
  if (writable) return;
  throw new InputError(`cannot write ${target}: ${existing} is not a writable folder; choose another place`);
}

async function filesOf({ datasets = [], set = [], files = [] }: Inputs): Promise<string[]> {
  const given = files.flatMap((file) => (file === undefined ? [] : [path.resolve(file)]));
  const settings = set.flatMap((each) => (each.startsWith('@') ? [path.resolve(each.slice(1))] : []));
  const found = datasets.map((dataset) => (dataset === undefined ? [] : datasetFiles(dataset)));
  return [...given, ...settings, ...(await Promise.all(found)).flat()];
}

/** The files of a dataset: one, or those of its folder, which are read with it if they have their published names. */
async function datasetFiles(nameOrPath: string): Promise<string[]> {
  const entry = findEntry(nameOrPath);
  const file = entry ? entryFolder(entry) : path.resolve(nameOrPath);
  const { isPublishedName } = await import('../data/dataset/detect/file-names.js');
  const folder = isPublishedName(path.basename(file)) ? path.dirname(file) : file;
  const names = await readdir(folder).catch(() => undefined);
  return names === undefined ? [file] : names.map((name) => path.join(folder, name));
}

/** Also if one is a link to the other, or both are hard links. */
async function isSameFile(file: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all(
    [file, other].map((each) => stat(each, { bigint: true }).catch(() => undefined)),
  );
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

async function nearestExisting(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  return found || folder === path.dirname(folder) ? folder : nearestExisting(path.dirname(folder));
}

async function isWritable(folder: string): Promise<boolean> {
  return probeFolder(folder).then(
    () => true,
    () => false,
  );
}
