import type { FastifyInstance } from 'fastify';
import type { RunningKernel } from '../../page/protocol.js';
import type { ContentsRoot } from '../contents/root.js';
import type { KernelRegistry } from '../kernels/kernel-registry.js';
import type { LabKernel } from '../kernels/lab-kernel.js';
import { processUse } from '../kernels/process-use.js';
import { isNotFound } from '../server/requests.js';
import type { SessionRequest, Sessions } from './sessions.js';

const TEXT = { type: ['string', 'null'], maxLength: 4096 };
const BODY = {
  type: 'object',
  properties: {
    path: { type: 'string', maxLength: 4096 },
    name: { type: 'string', maxLength: 4096 },
    type: { type: 'string', maxLength: 64 },
    kernel: { anyOf: [{ type: 'null' }, { type: 'object', properties: { id: TEXT, name: TEXT } }] },
  },
};

interface WithId {
  Params: { id: string };
}

/** The sessions API. */
export function addSessionRoutes(app: FastifyInstance, sessions: Sessions): void {
  app.get('/api/sessions', async () => sessions.list());
  app.post<{ Body: SessionRequest }>('/api/sessions', { schema: { body: BODY } }, async ({ body }, reply) =>
    reply.code(201).send(await sessions.open(body)),
  );
  app.get<WithId>('/api/sessions/:id', async ({ params }) => sessions.get(params.id));
  app.patch<WithId & { Body: SessionRequest }>(
    '/api/sessions/:id',
    { schema: { body: BODY } },
    ({ params, body }) => sessions.change(params.id, body),
  );
  app.delete<WithId>('/api/sessions/:id', async ({ params }, reply) => {
    await sessions.end(params.id);
    return reply.code(204).send();
  });
}

/** Routes for the first page's list of kernels. */
export function addRunningRoutes(
  app: FastifyInstance,
  kernels: KernelRegistry,
  sessions: Sessions,
  root: ContentsRoot,
): void {
  app.get('/lab-api/running', async () => {
    const documents = new Map(sessions.list().map(({ kernel, path, type }) => [kernel.id, { path, type }]));
    return Promise.all(
      kernels
        .list()
        .map((kernel) => describe(kernel, documents.get(kernel.id) ?? { path: '', type: '' }, root)),
    );
  });
}

async function describe(
  kernel: LabKernel,
  { path, type }: { path: string; type: string },
  root: ContentsRoot,
): Promise<RunningKernel> {
  const use = kernel.pid === undefined ? undefined : await processUse(kernel.pid);
  return {
    id: kernel.id,
    path,
    type,
    state: kernel.model.execution_state,
    seconds: Math.max(0, (Date.now() - kernel.since.getTime()) / 1000),
    memory: use?.memory ?? null,
    pages: kernel.clients.size,
    unseen: kernel.executions.unseen,
    missing: type === 'notebook' && (await isMissing(root, path)),
  };
}

/** Whether there is no such file, rather than one that cannot be reached. */
function isMissing(root: ContentsRoot, path: string): Promise<boolean> {
  return root.existing(path).then(() => false, isNotFound);
}
