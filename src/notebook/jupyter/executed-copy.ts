import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../../util/errors.js';
import type { Notebook } from './nbformat.js';
import { readNotebook } from './notebook-file.js';

/** Metadata of an executed copy, in the notebook's `metadata.listenlab`. */
interface CopyMark {
  /** Path of the report it was made for, from the copy's folder, with forward slashes; '' without one. */
  readonly executedFor: string;
  /** Path of the notebook that ran, in the same way. */
  readonly executedFrom: string;
  /** The dataset it opened, if it named one. */
  readonly executedOn?: string;
  /** Other settings of the run, if any. */
  readonly executedWith?: RunSettings;
}

/** Ends the name of the folder with the copies of a run until its report is written, and after it has failed. */
export const UNFINISHED = '-unfinished';

/** Settings of a run besides its notebooks and their dataset, by name: parameters and report options. */
export type RunSettings = Readonly<Record<string, string>>;

/** A notebook's run, as recorded in its executed copy. */
export interface CopySource {
  readonly file: string;
  /** The dataset it opens, if it names one. */
  readonly dataset?: string;
  /** Default none. */
  readonly settings?: RunSettings;
}

/** The notebook, marked as a copy executed for a report, or for none. */
export function markedCopy(
  notebook: Notebook,
  target: string,
  report: string | undefined,
  { file, dataset, settings = {} }: CopySource,
): Notebook {
  const folder = path.dirname(target);
  const mark: CopyMark = {
    executedFor: seenFrom(folder, report),
    executedFrom: seenFrom(folder, path.resolve(file)),
    ...(dataset === undefined ? {} : { executedOn: dataset }),
    ...(Object.keys(settings).length === 0 ? {} : { executedWith: settings }),
  };
  const { metadata } = notebook;
  return {
    ...notebook,
    metadata: { ...metadata, listenlab: { ...(metadata.listenlab as object), ...mark } },
  };
}

/**
 * Makes sure that an executed copy replaces nothing but an earlier one of the same report.
 *
 * @param file the notebook to run
 * @param target where its executed copy will be
 * @param report path of the report, or undefined for a run without one
 * @throws InputError when `target` is the notebook itself, a copy made for another report, or of other origin
 */
export async function requireOwnCopy(
  file: string,
  target: string,
  report: string | undefined,
): Promise<void> {
  const existing = await realpath(target).catch(() => undefined);
  if (existing === undefined) return;
  const folder = path.dirname(target);
  // Even if the folder is reached another way: through a link, or `..`.
  if (existing === (await realpath(file).catch(() => undefined))) {
    throw new InputError(
      `the executed copy of ${file} would replace it; choose another output folder than ${folder}`,
    );
  }
  const made = (await markOf(existing))?.executedFor;
  if (made === seenFrom(folder, report)) return;
  const what =
    made === undefined
      ? 'was not made by a run'
      : made === ''
        ? 'was made by a run without a report'
        : `belongs to the report ${path.join(folder, made)}`;
  throw new InputError(
    `the executed copy of ${file} would replace ${target}, which ${what}; choose another folder with --output, or move it away`,
  );
}

/** Copies left by an earlier run for the same report, of notebooks no longer in it. */
export async function staleCopies(
  folder: string,
  names: readonly string[],
  report: string,
): Promise<string[]> {
  const copies = await copiesIn(folder, report);
  return copies.map(({ copy }) => copy).filter((copy) => !names.includes(path.basename(copy, '.ipynb')));
}

/**
 * The notebooks, datasets and settings of a report, from the executed copies of its last run.
 *
 * @param folder that of the copies
 */
export async function sourcesOf(folder: string, report: string): Promise<CopySource[]> {
  const copies = await copiesIn(folder, report);
  return copies.map(({ mark: { executedFrom = '', executedOn, executedWith } }) => ({
    file: path.resolve(folder, executedFrom),
    dataset: executedOn,
    settings: executedWith,
  }));
}

/** The executed copies in a folder that belong to a report. */
async function copiesIn(
  folder: string,
  report: string,
): Promise<{ copy: string; mark: Partial<CopyMark> }[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ipynb'));
  const copies = await Promise.all(
    names.map(async (name) => {
      const copy = path.join(folder, name);
      return { copy, mark: (await markOf(copy)) ?? {} };
    }),
  );
  return copies.filter(({ mark }) => mark.executedFor === seenFrom(folder, report));
}

/** The mark of a copy; undefined for any other file. */
async function markOf(file: string): Promise<Partial<CopyMark> | undefined> {
  const notebook = await readNotebook(file).catch(() => undefined);
  const mark = notebook?.metadata.listenlab as Partial<CopyMark> | undefined;
  return typeof mark?.executedFor === 'string' ? mark : undefined;
}

function seenFrom(folder: string, file: string | undefined): string {
  return file === undefined ? '' : path.relative(folder, file).split(path.sep).join('/');
}
