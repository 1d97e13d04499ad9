import { basename } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { apiPathOf } from '../api-path.js';
import { FILE_POLICY } from '../security-headers.js';
import { openFile } from './held-folder.js';
import { mimeTypeOf } from './model.js';
import type { ContentsRoot } from './root.js';

/** The files themselves: for downloads, images in notebooks and pages. */
export function addFileRoutes(app: FastifyInstance, root: ContentsRoot): void {
  app.get<{ Querystring: { download?: string } }>('/files/*', async (request, reply) => {
    const path = apiPathOf(request.url, '/files');
    const target = await root.existing(path);
    // A link to a notebook in a notebook leads here when it is opened in a tab of its own.
    if (
      path.endsWith('.ipynb') &&
      request.headers['sec-fetch-dest'] === 'document' &&
      request.query.download === undefined
    ) {
      return reply.redirect(`/notebooks/${path.split('/').map(encodeURIComponent).join('/')}`);
    }
    const { file, stats } = await openFile(target);
    const name = encodeURIComponent(basename(target));
    if (request.query.download !== undefined) {
      reply.header('content-disposition', `attachment; filename*=UTF-8''${name}`);
    }
    return reply
      .headers({ 'content-security-policy': FILE_POLICY, 'content-length': stats.size })
      .type(typeFor(target))
      .send(file.createReadStream({ end: Math.max(0, stats.size - 1) }));
  });
}

function typeFor(name: string): string {
  const type = mimeTypeOf(name) ?? 'application/octet-stream';
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}
