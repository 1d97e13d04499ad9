import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { staleCopies, UNFINISHED } from '../../jupyter/executed-copy.js';
import type { Contents } from '../contents/contents.js';
import { cleanPath } from '../contents/root.js';
import { LabError } from '../server/requests.js';

/** Report metadata shown on the first page. */
interface ReportFacts {
  readonly title: string;
  readonly author?: string;
  readonly generatedAt: Date;
  readonly dataset?: { readonly title: string; readonly simulated: boolean };
  /** How many cells failed. */
  readonly failures: number;
  /** The numbers at its top, as sentences. */
  readonly headline: readonly string[];
  /** Headline numbers by name. */
  readonly metrics: ReadonlyMap<string, number>;
}

/** A folder's reports, passed in by the code that starts the lab. */
export interface ReportShelf {
  /** The reports in a folder, by the names of their files, and whether a page compares them. */
  list(folder: string): Promise<{
    readonly reports: readonly { readonly file: string; readonly summary: ReportFacts }[];
    readonly isCompared: boolean;
  }>;
  /** Brings the page that compares the reports of a folder up to date, or removes it where there is nothing to compare. */
  compare(folder: string): Promise<void>;
}

/** A report in the lab's folder. */
export interface FoundReport {
  /** Path from the lab's folder, with forward slashes. */
  readonly path: string;
  readonly summary: ReportFacts;
}

/** A run whose report was not made, and its executed copies, which show where it ended. */
export interface UnfinishedReport {
  /** Path of the folder with the copies, from the lab's folder, with forward slashes. */
  readonly path: string;
  /** Path of the report that it would have been. */
  readonly report: string;
  /** Path of the copy that was written last. */
  readonly last: string;
  readonly endedAt: Date;
}

/** The subfolder of the lab for reports; those beside the notebooks are listed too. */
export const REPORTS = 'reports';

/** Where reports are looked for. */
const PLACES = ['', `${REPORTS}/`];

/** The page that compares the reports of a folder. */
const INDEX = 'index.html';

/** The reports that the first page lists, and deletes. */
export class FoundReports {
  readonly #contents: Contents;
  readonly #shelf: ReportShelf | undefined;

  /** @param shelf without one, no reports are found */
  constructor(contents: Contents, shelf: ReportShelf | undefined) {
    this.#contents = contents;
    this.#shelf = shelf;
  }

  /** All reports, newest first, and the paths of pages that compare some. */
  async list(): Promise<{ reports: FoundReport[]; comparisons: string[] }> {
    const found = await Promise.all(PLACES.map((place) => this.#in(place)));
    return {
      reports: found.flatMap(({ reports }) => reports).sort(newestFirst),
      comparisons: found.flatMap(({ comparison }) => comparison ?? []),
    };
  }

  /**
   * Runs whose report was not made, by path.
   *
   * @param running path of a report that is being made now, if any
   */
  async unfinished(running?: string): Promise<UnfinishedReport[]> {
    const found = await Promise.all(PLACES.map((place) => this.#unfinishedIn(place)));
    return found.flat().filter(({ report }) => path.join(this.#folder, report) !== running);
  }

  /**
   * Deletes a report, and the executed copies of its notebooks in the folder named after it. What else is in that folder
   * stays. Of a report that was not made, the copies are deleted.
   *
   * @param apiPath of one of {@link list} or {@link unfinished}
   * @throws LabError (404) for anything else
   */
  async remove(apiPath: string): Promise<void> {
    const clean = cleanPath(apiPath);
    const left = (await this.unfinished()).find((each) => each.path === clean);
    if (left) return this.#removeCopies(clean, path.join(this.#folder, left.report));
    const { reports } = await this.list();
    if (!reports.some((report) => report.path === clean))
      throw new LabError(404, `there is no report ${clean} here`);
    const report = path.join(this.#folder, clean);
    const copies = clean.replace(/\.html$/i, '');
    await this.#contents.remove(clean);
    for (const folder of [copies, copies + UNFINISHED]) await this.#removeCopies(folder, report);
    await this.#shelf?.compare(path.dirname(report));
  }

  async #removeCopies(folder: string, report: string): Promise<void> {
    const names = await staleCopies(path.join(this.#folder, folder), [], report).catch(() => []);
    // Copies outside of the lab's folder stay, and so does a folder with something else in it.
    const stays = () => undefined;
    for (const copy of names) await this.#contents.remove(`${folder}/${path.basename(copy)}`).catch(stays);
    if (names.length > 0) await this.#contents.remove(folder).catch(stays);
  }

  async #unfinishedIn(place: string): Promise<UnfinishedReport[]> {
    const names = await readdir(path.join(this.#folder, place)).catch(() => []);
    const folders = names.filter((name) => name.endsWith(UNFINISHED)).map((name) => place + name);
    const found = await Promise.all(
      folders
        .map(async (folder) => {
          const report = `${folder.slice(0, -UNFINISHED.length)}.html`;
          const copies = await staleCopies(
            path.join(this.#folder, folder),
            [],
            path.join(this.#folder, report),
          );
          const aged = await Promise.all(
            copies.map(async (copy) => ({ copy, endedAt: (await stat(copy)).mtime })),
          );
          const last = aged.sort((a, b) => a.endedAt.getTime() - b.endedAt.getTime()).at(-1);
          if (last === undefined) return [];
          return [
            { path: folder, report, last: `${folder}/${path.basename(last.copy)}`, endedAt: last.endedAt },
          ];
        })
        .map((each) => each.catch(() => [])),
    );
    return found.flat();
  }

  async #in(place: string): Promise<{ reports: FoundReport[]; comparison?: string }> {
    const nothing = { reports: [], isCompared: false };
    // A missing or unreadable folder has none.
    const { reports, isCompared } =
      (await this.#shelf?.list(path.join(this.#folder, place)).catch(() => nothing)) ?? nothing;
    return {
      reports: reports.map(({ file, summary }) => ({ path: place + file, summary })),
      ...(isCompared && reports.length > 1 ? { comparison: place + INDEX } : {}),
    };
  }

  get #folder(): string {
    return this.#contents.root.folder;
  }
}

function newestFirst(a: FoundReport, b: FoundReport): number {
  const age = b.summary.generatedAt.getTime() - a.summary.generatedAt.getTime();
  return age || (a.path < b.path ? -1 : 1);
}
