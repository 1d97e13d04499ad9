import { existsSync } from 'node:fs';
import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { requireOwnCopy, staleCopies, UNFINISHED } from '../notebook/jupyter/executed-copy.js';
import type { Context } from './context.js';
import type { NotebookFile } from './notebooks.js';
import { requireWritableTarget } from './target.js';

/** Where the executed copies of a run are. */
export interface CopiesPlace {
  /** Path of the report they belong to. */
  readonly report: string | undefined;
  /** Their folder after the run. */
  readonly folder: string;
  /**
   * Their folder until the report is written: another one beside `folder`, so that a run that does not finish leaves
   * the previous report and its copies together. With `--output` the same, as each copy is then wanted at once.
   */
  readonly during: string;
}

/** Two reports in one folder have a folder for their copies each: `reports/mine/` for `reports/mine.html`. */
export function copiesPlace(output: string | undefined, report: string | undefined): CopiesPlace {
  if (output !== undefined || report === undefined) {
    const folder = path.resolve(output ?? 'reports');
    return { report, folder, during: folder };
  }
  const { dir, name, ext } = path.parse(report);
  const folder = path.join(dir, ext === '' ? `${name}-notebooks` : name);
  return { report, folder, during: folder + UNFINISHED };
}

/** @throws InputError when the executed copies would replace anything but earlier ones of the same report */
export async function requireCopiesPlace(
  { folder, during, report }: CopiesPlace,
  notebooks: readonly NotebookFile[],
): Promise<void> {
  for (const each of new Set([folder, during])) {
    for (const { file, name } of notebooks) {
      const target = path.join(each, `${name}.ipynb`);
      await requireWritableTarget(target, {});
      await requireOwnCopy(file, target, report);
    }
  }
}

/**
 * Runs notebooks and writes their report; then the executed copies replace those of the previous report. After an
 * interrupt the new copies are removed; after a failure they stay, to show where it was.
 *
 * @param make writes the copies to `during`, and the report
 */
export async function withCopies<T>(
  place: CopiesPlace,
  { signal, output }: Pick<Context, 'signal' | 'output'>,
  make: () => Promise<T>,
): Promise<T> {
  const { report, folder, during } = place;
  if (report === undefined || folder === during) return make();
  // A run that was killed could not do it.
  await removeUnfinished(during, report);
  try {
    const made = await make();
    await moveCopies(during, folder, report);
    return made;
  } catch (error) {
    if (signal.aborted) await removeUnfinished(during, report);
    else if ((await copiesOf(during, report)).length > 0) {
      const before = existsSync(report)
        ? `${report} and its executed copies in ${folder} are unchanged; `
        : '';
      output.tell(`${before}the executed copies of this run are in ${during}`);
    }
    throw error;
  }
}

async function moveCopies(from: string, to: string, report: string): Promise<void> {
  const copies = await copiesOf(from, report);
  if (copies.length === 0) return;
  await mkdir(to, { recursive: true });
  for (const copy of copies) await rename(copy, path.join(to, path.basename(copy)));
  await removeIfEmpty(from);
}

async function removeUnfinished(folder: string, report: string): Promise<void> {
  for (const copy of await copiesOf(folder, report)) await rm(copy, { force: true });
  await removeIfEmpty(folder);
}

/** The executed copies of a report in a folder; none where there is no such folder. */
function copiesOf(folder: string, report: string): Promise<string[]> {
  return staleCopies(folder, [], report).catch(() => []);
}

/** What else is in the folder is somebody's own. */
async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}
