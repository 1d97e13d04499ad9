import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { InputError } from '../util/errors.js';
import type { Notebook } from './nbformat.js';
import { readNotebook } from './notebook.js';

/** What an executed copy says of itself, in `metadata.listenlab` of the notebook. */
interface CopyMark {
  /** Path of the report it was made for, from the copy's folder, with forward slashes; '' where there is none. */
  readonly executedFor: string;
}

/** The notebook, marked as a copy that was executed for a report, or for none. */
export function markedCopy(notebook: Notebook, target: string, report: string | undefined): Notebook {
  const mark: CopyMark = { executedFor: reportSeenFrom(path.dirname(target), report) };
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
  // Also when the folder is reached by another way: a link, or `..`.
  if (existing === (await realpath(file).catch(() => undefined))) {
    throw new InputError(
      `the executed copy of ${file} would replace it; choose another output folder than ${folder}`,
    );
  }
  const made = await madeFor(existing);
  if (made === reportSeenFrom(folder, report)) return;
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

/** The copies that an earlier run for the same report has left, of notebooks that are no longer in it. */
export async function staleCopies(
  folder: string,
  names: readonly string[],
  report: string,
): Promise<string[]> {
  const others = (await readdir(folder)).filter(
    (name) => name.endsWith('.ipynb') && !names.includes(path.basename(name, '.ipynb')),
  );
  const files = others.map((name) => path.join(folder, name));
  const made = await Promise.all(files.map(madeFor));
  return files.filter((_, i) => made[i] === reportSeenFrom(folder, report));
}

/** The mark of a copy; undefined for any other file. */
async function madeFor(file: string): Promise<string | undefined> {
  const notebook = await readNotebook(file).catch(() => undefined);
  const mark = notebook?.metadata.listenlab as Partial<CopyMark> | undefined;
  return typeof mark?.executedFor === 'string' ? mark.executedFor : undefined;
}

function reportSeenFrom(folder: string, report: string | undefined): string {
  return report === undefined ? '' : path.relative(folder, report).split(path.sep).join('/');
}
