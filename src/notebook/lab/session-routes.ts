import type { FastifyInstance } from 'fastify';
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
