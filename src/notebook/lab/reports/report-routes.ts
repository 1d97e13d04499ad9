import type { FastifyInstance } from 'fastify';
import { type ContentsRoot, cleanPath } from '../contents/root.js';
import type { DatasetChoice } from '../datasets/dataset-choice.js';
import { REPORTS } from '../first-page/first-page-route.js';
import { datasetOpened, listNotebooks } from '../first-page/notebook-list.js';
import type { ReportJob } from './report-job.js';

const PATH = { type: 'string', minLength: 1, maxLength: 4096 };
const BODY = {
  type: ['object', 'null'],
  properties: {
    notebook: PATH,
    /** Notebooks of the lab to include; default all. */
    among: { type: 'array', items: PATH, maxItems: 10_000 },
  },
};

/** Routes to make the report of the lab's notebooks, or of one, to follow its progress, and to cancel it. */
export function addReportRoutes(
  app: FastifyInstance,
  job: ReportJob,
  root: ContentsRoot,
  choice: DatasetChoice,
): void {
  const told = () => {
    const { file, ...state } = job.state;
    return file === undefined ? state : { ...state, report: `${REPORTS}/${file}` };
  };
  type Wish = { Body: { notebook?: string; among?: string[] } | null };
  app.post<Wish>('/lab-api/report', { schema: { body: BODY } }, async ({ body }, reply) => {
    const { environment } = choice;
    if (body?.notebook === undefined) {
      const all = await listNotebooks(root.folder, environment);
      const notebooks = all.filter(({ path }) => body?.among?.includes(path) ?? true);
      const paths = notebooks.map(({ path }) => path);
      job.start({ notebooks: paths, after: datasetOpened(notebooks), environment });
    } else {
      await root.existing(body.notebook);
      job.start({ notebooks: [cleanPath(body.notebook)], after: body.notebook, environment });
    }
    return reply.code(202).send(told());
  });
  app.get('/lab-api/report', async () => told());
  app.delete('/lab-api/report', async () => {
    job.cancel();
    return told();
  });
}
