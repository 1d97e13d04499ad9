import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Pieces of the interface whose names change with their content. */
const HASHED = /^\/static\/(chunks|assets)\//;

/** The built interface. What has a hash in its name need not be asked for again. */
export async function addStaticRoutes(app: FastifyInstance, ui: string): Promise<void> {
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (HASHED.test(request.url)) reply.header('cache-control', 'private, max-age=31536000, immutable');
    });
    await scope.register(fastifyStatic, { root: ui, prefix: '/static/', cacheControl: false });
  });
}
