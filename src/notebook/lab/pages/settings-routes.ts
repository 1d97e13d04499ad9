import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { JsonObject } from '../../jupyter/nbformat.js';
import { folderId } from '../server/lab-identity.js';
import { PrivateStore, type Stored } from '../server/private-store.js';
import { apiPathOf, LabError } from '../server/requests.js';

const RAW_BODY = { type: 'object', required: ['raw'], properties: { raw: { type: 'string' } } };
const WORKSPACE_BODY = {
  type: 'object',
  required: ['data', 'metadata'],
  properties: { data: { type: 'object' }, metadata: { type: 'object' } },
};
const SETTINGS = '/lab/api/settings';
const WORKSPACES = '/lab/api/workspaces';

/**
 * What the interface stores on its server: settings and workspaces; and the themes and translations it requests.
 * Settings are shared by all labs; a workspace names open files, so each lab folder has its own.
 *
 * @param ui folder of the built interface
 * @param state private folder
 * @param shown the folder whose files the lab shows
 */
export function addInterfaceRoutes(app: FastifyInstance, ui: string, state: string, shown: string): void {
  addSettingRoutes(app, path.join(ui, 'schemas'), new PrivateStore(path.join(state, 'settings')));
  addWorkspaceRoutes(app, new PrivateStore(path.join(state, 'workspaces', folderId(shown))));
  const english = { en: { displayName: 'English', nativeName: 'English' } };
  app.get('/lab/api/translations', async () => ({ data: english, message: '' }));
  app.get('/lab/api/translations/*', async () => ({ data: {}, message: '' }));
  app.get('/lab/api/themes', async () => ({ themes: [] }));
}

function addSettingRoutes(app: FastifyInstance, folder: string, overrides: PrivateStore): void {
  const find = async (url: string) => {
    const id = apiPathOf(url, SETTINGS);
    const found = (await readSchemas(folder)).get(id);
    if (found) return found;
    throw new LabError(404, `the interface has no settings called ${id}`);
  };
  app.get<{ Querystring: { ids_only?: string } }>(SETTINGS, async ({ query }) => {
    const schemas = [...(await readSchemas(folder)).values()];
    if (query.ids_only === 'true') return { settings: schemas.map(({ id }) => ({ id })), warnings: [] };
    const settings = schemas.map(async (schema) => settingModel(schema, await overrides.get(schema.id)));
    return { settings: await Promise.all(settings), warnings: [] };
  });
  app.get(`${SETTINGS}/*`, async (request) => {
    const schema = await find(request.url);
    return settingModel(schema, await overrides.get(schema.id));
  });
  app.put<{ Body: { raw: string } }>(
    `${SETTINGS}/*`,
    { schema: { body: RAW_BODY } },
    async (request, reply) => {
      const { id } = await find(request.url);
      await overrides.set(id, request.body.raw);
      return reply.code(204).send();
    },
  );
}

/** The raw text may have comments; the page reads it, and fills in the schema's defaults. */
function settingModel({ id, schema }: SettingSchema, override: Stored | undefined) {
  return {
    id,
    schema,
    version: '4.6.4',
    raw: override?.text ?? '{}',
    settings: {},
    warning: null,
    last_modified: override?.modified.toISOString() ?? null,
    created: override?.created.toISOString() ?? null,
  };
}

function addWorkspaceRoutes(app: FastifyInstance, store: PrivateStore): void {
  const nameOf = (url: string) => apiPathOf(url, WORKSPACES);
  app.get(WORKSPACES, async () => {
    const stored = await store.list();
    return {
      workspaces: { ids: stored.map(({ id }) => id), values: stored.map(({ text }) => JSON.parse(text)) },
    };
  });
  app.get(`${WORKSPACES}/*`, async ({ url }) => {
    const stored = await store.get(nameOf(url));
    return stored ? JSON.parse(stored.text) : { data: {}, metadata: { id: nameOf(url) } };
  });
  app.put(`${WORKSPACES}/*`, { schema: { body: WORKSPACE_BODY } }, async ({ url, body }, reply) => {
    await store.set(nameOf(url), JSON.stringify(body));
    return reply.code(204).send();
  });
  app.delete(`${WORKSPACES}/*`, async ({ url }, reply) => {
    await store.remove(nameOf(url));
    return reply.code(204).send();
  });
}

/** Settings schemas of the interface's plugins, as shipped. */
interface SettingSchema {
  /** `package:plugin`, e.g. `@jupyterlab/apputils-extension:themes`. */
  id: string;
  schema: JsonObject;
}

/**
 * Reads the schemas `<package>/<plugin>.json` of a folder; none if it does not exist.
 *
 * @param folder `schemas` of the built interface
 */
async function readSchemas(folder: string): Promise<Map<string, SettingSchema>> {
  const names = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  const files = names.map((name) => name.replaceAll(path.sep, '/')).filter((name) => name.endsWith('.json'));
  const read = async (name: string): Promise<[string, SettingSchema]> => {
    const slash = name.lastIndexOf('/');
    const id = `${name.slice(0, slash)}:${name.slice(slash + 1, -'.json'.length)}`;
    return [id, { id, schema: JSON.parse(await readFile(path.join(folder, name), 'utf8')) }];
  };
  return new Map(
    await Promise.all(
      files
        .filter((name) => name.includes('/'))
        .sort()
        .map(read),
    ),
  );
}
