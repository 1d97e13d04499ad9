import type { FastifyInstance } from 'fastify';
import type { DatasetChoice } from './dataset-choice.js';
import { datasetOpened, listNotebooks } from './notebook-list.js';
import type { ReportJob } from './report-job.js';

/** Makes the report of the lab's notebooks, tells how far it is, and cancels it. */
export function addReportRoutes(
  app: FastifyInstance,
  job: ReportJob,
  folder: string,
  choice: DatasetChoice,
): void {
  app.post('/lab-api/report', async (_request, reply) => {
    const { environment } = choice;
    const notebooks = await listNotebooks(folder, environment);
    const dataset = datasetOpened(notebooks);
    job.start({ notebooks: notebooks.map(({ path }) => path), dataset, environment });
    return reply.code(202).send(job.state);
  });
  app.get('/lab-api/report', async () => job.state);
  app.delete('/lab-api/report', async () => {
    job.cancel();
    return job.state;
  });
}
