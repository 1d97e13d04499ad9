import path from 'node:path';
import { METRICS_TYPE } from '#listenlab/notebook/display/headline.js';
import { writeReport } from '#listenlab/notebook/report/render-report.js';
import { code, display, notebookOf } from './notebooks.js';

/** Writes a report of one notebook into the folder, dated November 2026, with an alpha and a metric. */
export async function writeReportOn(
  folder: string,
  file: string,
  day: number,
  alpha: string,
  metrics: object,
  title = file,
): Promise<void> {
  const cells = [
    code(`let alpha = ${alpha};\nlet seed = 42;`, [], ['parameters']),
    code('headline(...)', [display({ [METRICS_TYPE]: metrics })]),
  ];
  await writeReport(path.join(folder, file), [{ name: 'n', notebook: notebookOf(...cells) }], {
    title,
    author: title,
    dataset: { title, simulated: true },
    generatedAt: new Date(Date.UTC(2026, 10, day)),
  });
}
