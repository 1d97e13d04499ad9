import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { apiPathOf } from '../api-path.js';
import { LabError } from '../lab-error.js';
import { FILE_POLICY } from '../security-headers.js';
import { mimeTypeOf } from './model.js';
import type { ContentsRoot } from './root.js';

/** The files themselves: for downloads, images in notebooks and pages. */
export function addFileRoutes(app: FastifyInstance, root: ContentsRoot): void {
  app.get<{ Querystring: { download?: string } }>('/files/*', async (request, reply) => {
    const target = await root.existing(apiPathOf(request.url, '/files'));
    const stats = await stat(target);
    if (!stats.isFile()) throw new LabError(400, 'only files can be downloaded');
    const name = encodeURIComponent(path.basename(target));
    if (request.query.download !== undefined) {
      reply.header('content-disposition', `attachment; filename*=UTF-8''${name}`);
    }
    return reply
      .headers({ 'content-security-policy': FILE_POLICY, 'content-length': stats.size })
      .type(typeFor(target))
      .send(createReadStream(target, { end: Math.max(0, stats.size - 1) }));
  });
}

function typeFor(name: string): string {
  const type = mimeTypeOf(name) ?? 'application/octet-stream';
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}
