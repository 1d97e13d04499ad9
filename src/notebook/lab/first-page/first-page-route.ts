import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { chosenTheme } from '../../page/protocol.js';
import type { DatasetChoice } from '../datasets/dataset-choice.js';
import type { Datasets } from '../datasets/datasets.js';
import { optionsText } from '../datasets/options-text.js';
import type { OpenedDataset } from './data-section.js';
import { firstPage } from './first-page.js';
import { datasetOpened, type ListedNotebook, listNotebooks } from './notebook-list.js';
import { type FoundReport, newestFirst, type ReportLister } from './report-section.js';

/** The subfolder of the lab for reports; those beside the notebooks are listed too. */
export const REPORTS = 'reports';

/** The data sources of the first page. */
interface FirstPageSources {
  /** The lab's folder. */
  readonly folder: string;
  /** Id of that folder, for the page. */
  readonly id: string;
  readonly version: string;
  /** Whether the report routes exist. */
  readonly canReport: boolean;
  readonly listReports?: ReportLister;
  readonly datasets: Datasets;
  readonly choice: DatasetChoice;
}

/** The first page. */
export function addFirstPageRoute(app: FastifyInstance, sources: FirstPageSources): void {
  const { folder, id, version, canReport, choice } = sources;
  app.get('/', async ({ headers }, reply) => {
    const [notebooks, reports] = await Promise.all([
      listNotebooks(folder, choice.environment),
      reportsIn(sources),
    ]);
    const datasets = sources.datasets.list();
    const opened = await openedBy(notebooks, sources);
    const theme = chosenTheme(headers.cookie);
    const page = { id, notebooks, datasets, opened, reports, version, canReport, theme };
    return reply.type('text/html; charset=utf-8').send(firstPage(page));
  });
}

async function openedBy(
  notebooks: readonly ListedNotebook[],
  { folder, choice }: FirstPageSources,
): Promise<OpenedDataset> {
  const { chosen, preset } = choice;
  const own = notebooks.flatMap(({ path, dataset }) => (dataset ? [{ notebook: path, dataset }] : []));
  const asNamed = choice.name === undefined ? notebooks : await listNotebooks(folder, {});
  return { chosen, options: optionsText(choice.table), preset, unchosen: datasetOpened(asNamed), own };
}

async function reportsIn({ folder, listReports }: FirstPageSources): Promise<FoundReport[]> {
  const below = ['', `${REPORTS}/`];
  const found = await Promise.all(
    below.map(async (place) => {
      // A missing or unreadable folder has none.
      const reports = (await listReports?.(path.join(folder, place)).catch(() => [])) ?? [];
      return reports.map(({ file, summary }) => ({ path: `${place}${file}`, summary }));
    }),
  );
  return found.flat().sort(newestFirst);
}
