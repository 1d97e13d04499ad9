import type { FastifyInstance } from 'fastify';
import { type ContentsRoot, cleanPath } from './contents/root.js';
import type { DatasetChoice } from './dataset-choice.js';
import { REPORTS } from './landing-route.js';
import { datasetOpened, listNotebooks } from './notebook-list.js';
import type { ReportJob } from './report-job.js';

const BODY = {
  type: ['object', 'null'],
  properties: { notebook: { type: 'string', minLength: 1, maxLength: 4096 } },
};

/** Makes the report of the lab's notebooks, or of one, tells how far it is, and cancels it. */
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
  type Wish = { Body: { notebook?: string } | null };
  app.post<Wish>('/lab-api/report', { schema: { body: BODY } }, async ({ body }, reply) => {
    const { environment } = choice;
    if (body?.notebook === undefined) {
      const notebooks = await listNotebooks(root.folder, environment);
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
