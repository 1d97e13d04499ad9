import { basename } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { inAddress } from '../../page/protocol.js';
import { FILE_POLICY } from '../server/request-hooks.js';
import { apiPathOf, LabError } from '../server/requests.js';
import type { Contents } from './contents.js';
import type { NewRequest } from './create-and-move.js';
import { openFile } from './held-files.js';
import { type ContentsFormat, type ContentsType, mimeTypeOf } from './read.js';
import type { ContentsRoot } from './root.js';
import type { SaveRequest } from './save.js';

/** Bytes of the largest save: a notebook with its outputs, or one piece of an upload. */
const SAVE_LIMIT = 256 * 2 ** 20;

const TYPE = { type: 'string', enum: ['notebook', 'file', 'directory'] };
const FORMAT = { enum: ['json', 'text', 'base64', null] };
const PATH = { type: 'string', minLength: 1, maxLength: 4096 };

const READ_QUERY = {
  type: 'object',
  properties: {
    type: TYPE,
    format: { type: 'string', enum: ['json', 'text', 'base64'] },
    content: {},
    hash: {},
  },
};
const SAVE_BODY = {
  type: 'object',
  required: ['type'],
  properties: {
    type: TYPE,
    format: FORMAT,
    hash: { type: 'string', maxLength: 128 },
    last_modified: { type: 'string', maxLength: 64 },
    chunk: { type: 'integer', minimum: -1 },
  },
};
const NEW_BODY = { type: 'object', properties: { type: TYPE, ext: { type: 'string' }, copy_from: PATH } };
const RENAME_BODY = { type: 'object', required: ['path'], properties: { path: PATH } };

interface ReadQuery {
  type?: ContentsType;
  format?: ContentsFormat;
  content?: string;
  hash?: string;
}

const PREFIX = '/api/contents';
const CHECKPOINT = /^(.*)\/checkpoints(?:\/([^/]+))?$/;

/** The contents API: files, notebooks, folders and their checkpoints. */
export function addContentsRoutes(app: FastifyInstance, contents: Contents): void {
  for (const url of [PREFIX, `${PREFIX}/*`]) {
    app.get<{ Querystring: ReadQuery }>(url, { schema: { querystring: READ_QUERY } }, async (request) => {
      const { path, checkpoint } = await targetOf(contents, request.url);
      if (checkpoint) return contents.listCheckpoints(path);
      const { type, format, content, hash } = request.query;
      return contents.read(path, { type, format, content: content !== '0', hash: hash === '1' });
    });
    app.post<{ Body: NewRequest | undefined }>(
      url,
      { schema: { body: orNothing(NEW_BODY) } },
      async (request, reply) => {
        const { path, checkpoint } = await targetOf(contents, request.url);
        if (!checkpoint) return reply.code(201).send(await contents.create(path, request.body ?? {}));
        if (checkpoint.id === undefined) return reply.code(201).send(await contents.keep(path));
        await contents.restore(path, checkpoint.id);
        return reply.code(204).send();
      },
    );
  }
  const saving = { schema: { body: SAVE_BODY }, bodyLimit: SAVE_LIMIT };
  app.put<{ Body: SaveRequest }>(`${PREFIX}/*`, saving, async (request, reply) => {
    const { model, isNew } = await contents.save(apiPathOf(request.url, PREFIX), request.body);
    return reply.code(isNew ? 201 : 200).send(model);
  });
  app.patch<{ Body: { path: string } }>(`${PREFIX}/*`, { schema: { body: RENAME_BODY } }, (request) =>
    contents.rename(apiPathOf(request.url, PREFIX), request.body.path),
  );
  app.delete(`${PREFIX}/*`, async (request, reply) => {
    const { path, checkpoint } = await targetOf(contents, request.url);
    if (!checkpoint) await contents.remove(path);
    else if (checkpoint.id === undefined)
      throw new LabError(405, 'expected the id of the checkpoint to delete');
    else await contents.removeCheckpoint(path, checkpoint.id);
    return reply.code(204).send();
  });
}

function orNothing(schema: object): object {
  return { anyOf: [schema, { type: 'null' }] };
}

interface Target {
  path: string;
  checkpoint?: { id: string | undefined };
}

/** `a.ipynb/checkpoints/ID` is a checkpoint of `a.ipynb`, unless that is a folder containing `checkpoints`. */
async function targetOf(contents: Contents, url: string): Promise<Target> {
  const path = apiPathOf(url, PREFIX);
  const found = CHECKPOINT.exec(path);
  if (!found || (await contents.isFolder(found[1]))) return { path };
  return { path: found[1], checkpoint: { id: found[2] } };
}

/** The files themselves: for downloads, images in notebooks and pages. */
export function addFileRoutes(app: FastifyInstance, root: ContentsRoot): void {
  app.get<{ Querystring: { download?: string } }>('/files/*', async (request, reply) => {
    const path = apiPathOf(request.url, '/files');
    const target = await root.existing(path);
    // A link between notebooks leads here when opened in a tab of its own.
    if (
      /\.ipynb$/i.test(path) &&
      request.headers['sec-fetch-dest'] === 'document' &&
      request.query.download === undefined
    ) {
      return reply.redirect(`/notebooks/${inAddress(path)}`);
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
