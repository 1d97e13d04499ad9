import type { FastifyInstance } from 'fastify';
import type { ContentsRoot } from '../contents/root.js';
import { connectChannels } from './channels.js';
import type { KernelRegistry } from './kernel-registry.js';

interface WithId {
  Params: { id: string };
}

const NEW_BODY = {
  anyOf: [
    { type: 'null' },
    {
      type: 'object',
      properties: { name: { type: ['string', 'null'] }, path: { type: 'string', maxLength: 4096 } },
    },
  ],
};

/** The kernels API and the WebSockets to kernels. */
export function addKernelRoutes(app: FastifyInstance, kernels: KernelRegistry, root: ContentsRoot): void {
  app.get('/api/kernels', async () => kernels.models());
  app.post<{ Body: { name?: string | null; path?: string } | undefined }>(
    '/api/kernels',
    { schema: { body: NEW_BODY } },
    async ({ body }, reply) => {
      const kernel = await kernels.start(body?.name ?? undefined, async () => ({
        folder: await root.folderOf(body?.path ?? ''),
      }));
      return reply.code(201).send(kernel.model);
    },
  );
  app.get<WithId>('/api/kernels/:id', async ({ params }) => kernels.get(params.id).model);
  app.delete<WithId>('/api/kernels/:id', async ({ params }, reply) => {
    await kernels.shutdown(params.id);
    return reply.code(204).send();
  });
  app.get<WithId>('/lab-api/kernels/:id/executions', async ({ params }) => {
    const { executions, clients } = kernels.get(params.id);
    return executions.list((session) => clients.isOpen(session));
  });
  app.post<WithId>('/api/kernels/:id/interrupt', async ({ params }, reply) => {
    kernels.get(params.id).interrupt();
    return reply.code(204).send();
  });
  app.post<WithId>('/api/kernels/:id/restart', async ({ params }) => {
    const kernel = kernels.get(params.id);
    await kernel.restart();
    return kernel.model;
  });
  app.get<WithId & { Querystring: { session_id?: string } }>(
    '/api/kernels/:id/channels',
    {
      websocket: true,
      // Before the upgrade, so that the answer is an ordinary 404.
      preValidation: async ({ params }) => void kernels.get(params.id),
    },
    (socket, { params, query }) => {
      if (!kernels.has(params.id)) return socket.close();
      connectChannels(socket, kernels.get(params.id), String(query.session_id ?? ''));
    },
  );
}
