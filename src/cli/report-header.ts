import type { ReportHeader } from '../notebook/report/cover.js';
import { formatSeconds } from '../util/format.js';
import type { NotebookFile } from './notebooks.js';
import { packageVersion } from './package-version.js';

/**
 * What stands on top of the report of a run.
 *
 * @param seconds that the notebooks took
 */
export function reportHeader(
  notebooks: readonly NotebookFile[],
  dataset: ReportHeader['dataset'],
  { title, author }: Pick<ReportHeader, 'author'> & { readonly title?: string },
  seconds: number,
  generatedAt: Date,
): ReportHeader {
  return {
    title: title ?? dataset?.title ?? notebooks.map(({ name }) => name).join(', '),
    author,
    dataset,
    generatedAt,
    facts: {
      'Run time': formatSeconds(seconds),
      Software: `listenlab ${packageVersion()}, Node.js ${process.version}`,
    },
  };
}
