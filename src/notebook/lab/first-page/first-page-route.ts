import type { FastifyInstance } from 'fastify';
import { chosenTheme } from '../../page/protocol.js';
import type { DatasetChoice } from '../datasets/dataset-choice.js';
import type { Datasets } from '../datasets/datasets.js';
import { optionsText } from '../datasets/options-text.js';
import type { FoundReports } from '../reports/found-reports.js';
import type { ReportJob } from '../reports/report-job.js';
import type { OpenedDataset } from './data-section.js';
import { firstPage } from './first-page.js';
import { datasetOpened, type ListedNotebook, listNotebooks } from './notebook-list.js';

/** The data sources of the first page. */
interface FirstPageSources {
  /** The lab's folder. */
  readonly folder: string;
  /** Id of that folder, for the page. */
  readonly id: string;
  readonly version: string;
  /** What makes reports; undefined where none can be made. */
  readonly job: ReportJob | undefined;
  readonly found: FoundReports;
  readonly datasets: Datasets;
  readonly choice: DatasetChoice;
}

/** The first page. */
export function addFirstPageRoute(app: FastifyInstance, sources: FirstPageSources): void {
  const { folder, id, version, job, choice } = sources;
  app.get('/', async ({ headers }, reply) => {
    const [list, { reports, comparisons }, unfinished] = await Promise.all([
      listNotebooks(folder, choice.environment),
      sources.found.list(),
      sources.found.unfinished(job?.making),
    ]);
    const datasets = sources.datasets.list();
    const opened = await openedBy(list.notebooks, sources);
    const theme = chosenTheme(headers.cookie);
    const made = { reports, comparisons, unfinished, canReport: job !== undefined };
    const page = { id, list, datasets, opened, version, theme, ...made };
    return reply.type('text/html; charset=utf-8').send(firstPage(page));
  });
}

async function openedBy(
  notebooks: readonly ListedNotebook[],
  { folder, choice }: FirstPageSources,
): Promise<OpenedDataset> {
  const { chosen, preset } = choice;
  const own = notebooks.flatMap(({ path, dataset }) => (dataset ? [{ notebook: path, dataset }] : []));
  const asNamed = choice.name === undefined ? notebooks : (await listNotebooks(folder, {})).notebooks;
  return { chosen, options: optionsText(choice.table), preset, unchosen: datasetOpened(asNamed), own };
}
