import type { FastifyInstance } from 'fastify';
import { DATASET_VARIABLE, TABLE_VARIABLE } from '../../jupyter/parameters.js';
import type { ReportWish } from '../../page/protocol.js';
import { type ContentsRoot, cleanPath } from '../contents/root.js';
import type { DatasetChoice } from '../datasets/dataset-choice.js';
import type { Datasets } from '../datasets/datasets.js';
import { datasetOpened, listNotebooks } from '../first-page/notebook-list.js';
import { LabError } from '../server/requests.js';
import { type FoundReports, REPORTS } from './found-reports.js';
import type { ReportJob } from './report-job.js';

const PATH = { type: 'string', minLength: 1, maxLength: 4096 };
const BODY = {
  type: ['object', 'null'],
  properties: {
    notebook: PATH,
    among: { type: 'array', items: PATH, maxItems: 10_000 },
    dataset: { type: 'string', maxLength: 4096 },
    detail: { enum: ['brief', 'full'] },
    author: { type: 'string', maxLength: 200 },
  },
};

/** What the routes work with. */
interface ReportSources {
  readonly job: ReportJob;
  readonly root: ContentsRoot;
  readonly choice: DatasetChoice;
  readonly datasets: Datasets;
  readonly found: FoundReports;
}

/** Routes to make the report of the lab's notebooks, or of one, to follow its progress, to cancel it, and to delete one. */
export function addReportRoutes(app: FastifyInstance, sources: ReportSources): void {
  const { job, root, found } = sources;
  const told = () => {
    const { file, ...state } = job.state;
    return file === undefined ? state : { ...state, report: `${REPORTS}/${file}` };
  };
  type Wish = { Body: (ReportWish & { notebook?: string }) | null };
  app.post<Wish>('/lab-api/report', { schema: { body: BODY } }, async ({ body }, reply) => {
    const wish = body ?? {};
    const environment = environmentOf(wish, sources);
    const options = optionsOf(wish);
    if (wish.notebook === undefined) {
      const { notebooks: all } = await listNotebooks(root.folder, environment);
      const notebooks = all.filter(
        ({ path, language }) => wish.among?.includes(path) ?? language === undefined,
      );
      const paths = notebooks.map(({ path }) => path);
      job.start({ notebooks: paths, after: datasetOpened(notebooks), environment, options });
    } else {
      await root.existing(wish.notebook);
      job.start({ notebooks: [cleanPath(wish.notebook)], after: wish.notebook, environment, options });
    }
    return reply.code(202).send(told());
  });
  app.get('/lab-api/report', async () => told());
  app.delete('/lab-api/report', async () => {
    job.cancel();
    return told();
  });
  type Deleted = { Querystring: { path?: string } };
  app.delete<Deleted>('/lab-api/reports', async ({ query }, reply) => {
    await found.remove(query.path ?? '');
    return reply.code(204).send();
  });
}

/** The environment of the run: that of the lab's choice, or with another dataset, read in the usual way. */
function environmentOf({ dataset }: ReportWish, { choice, datasets }: ReportSources): Record<string, string> {
  if (dataset === undefined) return choice.environment;
  const isThere = datasets.list().some(({ name, present }) => name === dataset && present);
  if (!isThere) throw new LabError(400, `no dataset ${dataset} is on this machine; get it on the first page`);
  return { [DATASET_VARIABLE]: dataset, [TABLE_VARIABLE]: '{}' };
}

/** The default is no option: a report of the command line without it is the same. */
function optionsOf({ detail, author = '' }: ReportWish): Record<string, string> {
  return {
    ...(author.trim() === '' ? {} : { '--author': author.trim() }),
    ...(detail === 'full' ? { '--detail': detail } : {}),
  };
}
