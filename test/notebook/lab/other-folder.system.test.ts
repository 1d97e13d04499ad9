import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labIdentity } from '#listenlab/notebook/lab/server/lab-identity.js';
import { ask, notebook, startTestLab, type TestLab } from './lab-support.js';

let lab: TestLab;
let other: TestLab;
beforeAll(async () => {
  [lab, other] = await Promise.all([startTestLab(), startTestLab()]);
});
afterAll(() => Promise.all([lab.close(), other.close()]));

/** The header that a page sends with its requests, read from the page. */
async function markOf(from: TestLab, page: string): Promise<Record<string, string>> {
  const { body } = await ask(from, 'GET', page, { cookie: from.cookie });
  const [, name, value] = /<meta name="(listenlab-\S+)" content="(\w+)">/.exec(body) ?? [];
  return { [name]: value };
}

const BODY = JSON.stringify({ type: 'notebook', format: 'json', content: notebook('1') });

describe('a page of a lab that served another folder', () => {
  const save = (headers: Record<string, string>) =>
    ask(lab, 'PUT', '/api/contents/a.ipynb', { cookie: lab.cookie, origin: lab.origin, ...headers }, BODY);

  it.each(['/', '/tree', '/lab'])('changes nothing here, and gets the reason: %s', async (page) => {
    const foreign = await markOf(other, page);
    const refused = await save(foreign);
    expect(refused.status).toBe(409);
    const { message, reason } = JSON.parse(refused.body);
    expect(message).toContain(`the lab running now shows the folder ${lab.folder}, so nothing was done`);
    expect(refused.headers[reason]).toBeDefined();
    for (const [method, target] of [
      ['POST', '/lab-api/report'],
      ['GET', '/api/status'],
      ['PUT', '/lab/api/workspaces/default'],
    ]) {
      const headers = { cookie: lab.cookie, origin: lab.origin, ...foreign };
      const body = method === 'GET' ? undefined : '{}';
      expect((await ask(lab, method, target, headers, body)).status).toBe(409);
    }
    expect(await readdir(lab.folder)).toEqual([]);
  });

  it('needs the token first', async () => {
    const foreign = await markOf(other, '/tree');
    expect((await ask(lab, 'GET', '/api/status', foreign)).status).toBe(401);
  });

  it('is recognized only by the folder mark of a page', async () => {
    expect((await save(await markOf(lab, '/tree'))).status).toBe(201);
    expect((await save({})).status).toBe(200);
  });
});

describe('the command that restarts a lab', () => {
  const start = { folder: '/a', isUsualFolder: true, port: 8888, host: '127.0.0.1' };

  it.each([
    [{}, 'npx listenlab lab'],
    [{ port: 9000 }, 'npx listenlab lab --port 9000'],
    [{ isUsualFolder: false, folder: "/it's mine" }, `npx listenlab lab '/it'\\''s mine'`],
    [{ isUsualFolder: false, host: '0.0.0.0' }, 'npx listenlab lab /a --host 0.0.0.0'],
  ])('includes folder, port and address unless they are the defaults: %j', (other, command) => {
    expect(labIdentity({ ...start, ...other }).command).toBe(command);
  });

  it('is passed to the pages', async () => {
    const { body } = await ask(lab, 'GET', '/tree', { cookie: lab.cookie });
    expect(body).toContain(`"labCommand":"npx listenlab lab ${lab.folder} --port ${lab.server.port}"`);
  });
});
