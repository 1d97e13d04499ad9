import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ServerConnection, SettingManager, WorkspaceManager } from '@jupyterlab/services';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { api, ask, startTestLab, type TestLab } from './lab-support.js';

const ID = '@jupyterlab/apputils-extension:themes';
const SCHEMA = {
  title: 'Theme',
  type: 'object',
  properties: { theme: { type: 'string', default: 'Light' } },
};

describe('server-side state of the interface', () => {
  let lab: TestLab;
  let serverSettings: ServerConnection.ISettings;
  beforeAll(async () => {
    lab = await startTestLab();
    const folder = path.join(lab.folder, '..', 'ui', 'schemas', '@jupyterlab', 'apputils-extension');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'themes.json'), JSON.stringify(SCHEMA));
    const { token } = lab.server;
    const baseUrl = `${lab.origin}/`;
    serverSettings = ServerConnection.makeSettings({ baseUrl, appUrl: 'lab', token });
    vi.spyOn(console, 'debug').mockReturnValue();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await lab.close();
  });

  it("stores settings: schemas from the build, and the user's text including comments", async () => {
    const settings = new SettingManager({ serverSettings });
    expect(await settings.fetch(ID)).toMatchObject({ id: ID, schema: SCHEMA, raw: '{}' });
    expect((await settings.list('ids')).ids).toEqual([ID]);
    const raw = '{\n  // at night\n  "theme": "Dark"\n}';
    await settings.save(ID, raw);
    expect((await settings.fetch(ID)).raw).toBe(raw);
    expect((await settings.list()).values.map((each) => each.raw)).toEqual([raw]);
    await expect(settings.fetch('@x/y:z')).rejects.toThrow('the interface has no settings called @x/y:z');
    await expect(settings.save('../../a:b', '{}')).rejects.toThrow();
  });

  it('stores workspaces under any name in a private folder', async () => {
    const workspaces = new WorkspaceManager({ serverSettings });
    expect(await workspaces.fetch('default')).toEqual({ data: {}, metadata: { id: 'default' } });
    const workspace = { data: { a: 1 }, metadata: { id: 'mine: ü' } };
    await workspaces.save('mine: ü', workspace);
    expect(await workspaces.fetch('mine: ü')).toEqual(workspace);
    expect(await workspaces.list()).toEqual({ ids: ['mine: ü'], values: [workspace] });
    await workspaces.remove('mine: ü');
    expect((await workspaces.list()).ids).toEqual([]);
  });

  it('keeps workspaces per folder and settings across labs', async () => {
    const other = await startTestLab({ state: lab.state, ui: path.join(lab.folder, '..', 'ui') });
    try {
      const otherSettings = ServerConnection.makeSettings({
        baseUrl: `${other.origin}/`,
        appUrl: 'lab',
        token: other.server.token,
      });
      const [workspaces, theirs] = [serverSettings, otherSettings].map(
        (settings) => new WorkspaceManager({ serverSettings: settings }),
      );
      const workspace = { data: { open: 'mine.ipynb' }, metadata: { id: 'default' } };
      await workspaces.save('default', workspace);
      expect(await theirs.fetch('default')).toEqual({ data: {}, metadata: { id: 'default' } });
      await theirs.save('default', { data: {}, metadata: { id: 'default' } });
      expect(await workspaces.fetch('default')).toEqual(workspace);
      await new SettingManager({ serverSettings }).save(ID, '{"theme": "Dark"}');
      expect((await new SettingManager({ serverSettings: otherSettings }).fetch(ID)).raw).toBe(
        '{"theme": "Dark"}',
      );
      await workspaces.remove('default');
    } finally {
      await other.close();
    }
  });

  it('suggests the notebook of the same name in a folder that the first page lists', async () => {
    await mkdir(path.join(lab.folder, 'notebooks'));
    await writeFile(path.join(lab.folder, 'notebooks', 'a&b.ipynb'), '');
    const answer = (url: string) => ask(lab, 'GET', url, { cookie: lab.cookie });
    const link = '<a href="/notebooks/notebooks/a%26b.ipynb">notebooks/a&amp;b.ipynb</a>';
    for (const url of ['/notebooks/a&b.ipynb', '/tree/elsewhere/a&b.ipynb']) {
      const { status, body } = await answer(url);
      expect(status).toBe(404);
      expect(body).toContain(link);
    }
    expect((await answer('/notebooks/other.ipynb')).body).not.toContain('There is <a');
  });

  it('redirects a request for a file to the page that shows it', async () => {
    const folder = path.join(lab.folder, 'c#, d');
    await mkdir(folder);
    for (const name of ['100%.ipynb', 'plays.csv']) await writeFile(path.join(folder, name), '');
    const answer = async (url: string, headers = {}) => {
      const { status, headers: sent } = await ask(lab, 'GET', url, { cookie: lab.cookie, ...headers });
      return status === 302 ? sent.location : status;
    };
    expect(await answer('/tree/c%23,%20d/100%25.ipynb?factory=x')).toBe(
      '/notebooks/c%23%2C%20d/100%25.ipynb?factory=x',
    );
    expect(await answer('/notebooks/c%23%2C%20d%2F100%25.ipynb')).toBe('/notebooks/c%23%2C%20d/100%25.ipynb');
    expect(await answer('/edit/c%23,%20d/100%25.ipynb')).toBe(200);
    expect(await answer('/notebooks/c%23,%20d/plays.csv')).toBe('/edit/c%23%2C%20d/plays.csv');
    expect(await answer('/edit/c%23,%20d')).toBe('/tree/c%23%2C%20d');
    expect(await answer('/notebooks')).toBe('/tree');
    for (const url of ['/tree/nothing', '/notebooks/nothing.ipynb', '/edit/..%2Fb', '/edit/.git']) {
      expect([400, 404], url).toContain(await answer(url));
    }
    const file = '/files/c%23,%20d/100%25.ipynb';
    expect(await answer(file, { 'sec-fetch-dest': 'document' })).toBe('/notebooks/c%23%2C%20d/100%25.ipynb');
    expect(await answer(`${file}?download=1`, { 'sec-fetch-dest': 'document' })).toBe(200);
    expect(await answer(file)).toBe(200);
  });

  it('serves a user, translations and no terminals, and pages that know their file', async () => {
    expect((await api(lab, 'GET', '/api/me')).json).toMatchObject({ identity: { username: 'listenlab' } });
    expect((await api(lab, 'GET', '/lab/api/translations/')).json).toMatchObject({ data: {} });
    expect((await api(lab, 'GET', '/api/terminals')).json).toEqual([]);
    const config = async (url: string) => {
      const { body } = await ask(lab, 'GET', url, { cookie: lab.cookie });
      const found = /<script id="jupyter-config-data" type="application\/json">(.*?)<\/script>/.exec(body);
      return JSON.parse(found?.[1] ?? '');
    };
    await mkdir(path.join(lab.folder, 'a b'));
    await writeFile(path.join(lab.folder, 'a b', 'c.ipynb'), '');
    expect(await config('/notebooks/a%20b/c.ipynb')).toMatchObject({
      mode: 'single-document',
      notebookPage: 'notebooks',
      notebookPath: 'a b/c.ipynb',
    });
    expect(await config('/lab')).toMatchObject({ treePath: '', workspace: 'default' });
    expect(await config('/lab/workspaces/%3C%2Fscript%3E/tree/a%20b/c.ipynb')).toMatchObject({
      mode: 'multiple-document',
      treePath: 'a b/c.ipynb',
      workspace: '</script>',
    });
    expect(await config('/doc/workspaces/auto-x/tree/a.ipynb?reset=1')).toMatchObject({
      mode: 'single-document',
      treePath: 'a.ipynb',
      workspace: 'auto-x',
    });
    for (const url of ['/lab/', '/lab/tree', '/doc', '/lab/workspaces/auto-x/']) {
      expect(await config(url), url).toMatchObject({ treePath: '' });
    }
    const script = await ask(lab, 'GET', '/static/notebook-app.js', { cookie: lab.cookie });
    expect(script).toMatchObject({ status: 200, body: 'export {};\n' });
    expect(script.headers).toMatchObject({ 'cache-control': 'no-cache' });
    expect(script.headers.etag).toBeDefined();
    const chunks = path.join(lab.folder, '..', 'ui', 'chunks');
    await mkdir(chunks);
    await writeFile(path.join(chunks, 'a-1.js'), '');
    const chunk = await ask(lab, 'GET', '/static/chunks/a-1.js', { cookie: lab.cookie });
    expect(chunk.headers['cache-control']).toContain('immutable');
    const missing = await ask(lab, 'GET', '/static/chunks/b-2.js', { cookie: lab.cookie });
    expect(missing).toMatchObject({ status: 404, headers: { 'cache-control': 'no-cache' } });
    const outside = await ask(lab, 'GET', '/static/..%2f..%2fsecret.txt', { cookie: lab.cookie });
    expect([403, 404]).toContain(outside.status);
  });
});
