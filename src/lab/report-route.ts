import { createReadStream, existsSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { LabError } from './lab-error.js';
import { listNotebooks } from './notebook-list.js';
import type { ReportJob } from './report-job.js';
import { FILE_POLICY } from './security-headers.js';

/** Makes the report of the lab's notebooks, tells how far it is, and shows it. */
export function addReportRoutes(app: FastifyInstance, job: ReportJob, folder: string): void {
  app.post('/lab-api/report', async (_request, reply) => {
    const notebooks = await listNotebooks(folder);
    job.start(notebooks.map(({ path }) => path));
    return reply.code(202).send(job.state);
  });
  app.get('/lab-api/report', async () => ({ ...job.state, ready: existsSync(job.file) }));
  app.get('/report', async (_request, reply) => {
    if (!existsSync(job.file))
      throw new LabError(404, 'no report was made yet; the first page has a button for it');
    return reply
      .header('content-security-policy', FILE_POLICY)
      .type('text/html; charset=utf-8')
      .send(createReadStream(job.file));
  });
}
