import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { InputError } from '../../../util/errors.js';
import { EXPORT_FORMATS, type ExportFormat } from '../../page/protocol.js';
import { type ContentsRoot, cleanPath } from '../contents/root.js';
import { LabError } from '../server/requests.js';
import type { NotebookExports } from './notebook-exports.js';

const BODY = {
  type: 'object',
  required: ['notebook', 'to'],
  properties: {
    notebook: { type: 'string', minLength: 1, maxLength: 4096 },
    to: { enum: Object.keys(EXPORT_FORMATS) },
  },
};

/** The route that a page downloads an exported notebook from. */
export function addExportRoute(app: FastifyInstance, exports: NotebookExports, root: ContentsRoot): void {
  type Wish = { Body: { notebook: string; to: ExportFormat } };
  app.post<Wish>('/lab-api/export', { schema: { body: BODY } }, async ({ body, socket }, reply) => {
    const file = await root.existing(body.notebook);
    const name = path.posix.basename(cleanPath(body.notebook)).replace(/\.ipynb$/i, '');
    const gone = new AbortController();
    const onClose = () => gone.abort();
    socket.once('close', onClose);
    try {
      const made = await exports.export(file, name, body.to, gone.signal);
      return reply
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(made.name)}`)
        .type('application/octet-stream')
        .send(made.bytes);
    } catch (error) {
      if (error instanceof InputError) throw new LabError(400, error.message, null, { cause: error });
      if (gone.signal.aborted) throw new LabError(499, 'the page has gone', null, { cause: error });
      throw error;
    } finally {
      socket.off('close', onClose);
    }
  });
}
