import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ReportShelf } from '../notebook/lab/reports/found-reports.js';
import { INDEX_FILE, readReports, writeIndex } from '../notebook/report/report-index.js';

/** The reports of a folder, for the lab. */
export const reportShelf: ReportShelf = {
  async list(folder) {
    const { reports, own } = await readReports(folder);
    return { reports, isCompared: own };
  },
  async compare(folder) {
    const { reports, own } = await readReports(folder);
    if (own && reports.length < 2) await rm(path.join(folder, INDEX_FILE), { force: true });
    else await writeIndex(folder);
  },
};
