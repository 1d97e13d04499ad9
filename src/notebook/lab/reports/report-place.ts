import { existsSync } from 'node:fs';
import { mkdir, realpath, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type CopySource, sourcesOf } from '../../jupyter/executed-copy.js';

/** Where a report is made. */
export interface ReportPlace {
  /** Path of the report. */
  readonly report: string;
  /** Whether it is the first report there. */
  readonly isFirst: boolean;
  /**
   * Path of a report of other notebooks, of another dataset or with other settings, that already has the name this one
   * would have had; or of the folder with the executed copies of one that is gone.
   */
  readonly beside?: string;
  /**
   * Removes the folders created for a report that was not made. After a failed run, its executed copies stay in a
   * folder beside: they show where it failed.
   */
  leave(): Promise<void>;
}

/**
 * Creates the folder for a report. The report replaces only one of the same notebooks, datasets and settings; if its
 * name is taken by another, it gets the next free one: `name-2`, `name-3`.
 *
 * @param sources the notebooks of the report
 */
export async function reportPlace(
  target: string,
  name: string,
  sources: readonly CopySource[],
): Promise<ReportPlace> {
  const wanted = path.join(target, `${name}.html`);
  let report = wanted;
  for (let number = 2; await isOfOthers(report, sources); number++) {
    report = path.join(target, `${name}-${number}.html`);
  }
  const copies = copiesOf(report);
  const hadCopies = existsSync(copies);
  const madeTarget = (await mkdir(target, { recursive: true })) !== undefined;
  return {
    report,
    isFirst: !existsSync(report),
    beside: report === wanted ? undefined : existsSync(wanted) ? wanted : copiesOf(wanted),
    async leave() {
      // Files that cannot be removed stay, and so do nonempty folders.
      const keep = () => undefined;
      if (!hadCopies) await rm(copies, { recursive: true, force: true }).catch(keep);
      if (madeTarget) await rmdir(target).catch(keep);
    },
  };
}

/** Where `listenlab run --report` puts the executed copies. */
function copiesOf(report: string): string {
  return report.slice(0, -'.html'.length);
}

/**
 * Whether a report, or what is left of one, is of other notebooks, datasets or settings.
 */
async function isOfOthers(report: string, sources: readonly CopySource[]): Promise<boolean> {
  // Unknown without a folder of copies.
  const before = await located(await sourcesOf(copiesOf(report), report).catch(() => []));
  const now = new Map((await located(sources)).map((source) => [source.file, source]));
  if (!existsSync(report)) return before.some(({ file }) => !now.has(file));
  return (
    before.length !== now.size || before.some((source) => !isDeepStrictEqual(now.get(source.file), source))
  );
}

/** With canonical paths, however the folder was reached. */
function located(sources: readonly CopySource[]): Promise<CopySource[]> {
  return Promise.all(
    sources.map(async ({ file, dataset, settings = {} }) => ({
      file: await realpath(file).catch(() => path.resolve(file)),
      dataset,
      settings,
    })),
  );
}
