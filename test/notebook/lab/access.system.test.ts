import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabDatasets } from '#listenlab/cli/lab-datasets.js';
import { startLab } from '#listenlab/notebook/lab/server/server.js';
import { ask, startTestLab, type TestLab, upgradeHeaders } from './lab-support.js';

let lab: TestLab;
beforeAll(async () => {
  lab = await startTestLab();
  await writeFile(path.join(lab.folder, 'a.txt'), 'a');
});
afterAll(() => lab.close());

const EVENTS = '/api/events/subscribe';
type Headers = Record<string, string>;

describe('access to the lab', () => {
  /** Headers made from the server's token, cookie and address. */
  const attempts: [
    string,
    number,
    string,
    string,
    (has: { token: string; cookie: string; origin: string }) => Headers,
  ][] = [
    ['no token', 401, 'GET', '/api/status', () => ({})],
    ['a wrong token', 401, 'GET', '/api/status', () => ({ authorization: 'token wrong' })],
    ['a wrong token in the address', 401, 'GET', '/tree?token=wrong', () => ({})],
    ['an empty token', 401, 'GET', '/tree?token=', () => ({})],
    [
      'a token cut short',
      401,
      'GET',
      '/api/status',
      ({ token }) => ({ authorization: `token ${token.slice(1)}` }),
    ],
    [
      'the token in the Referer',
      401,
      'GET',
      '/api/status',
      ({ token, origin }) => ({ referer: `${origin}/?token=${token}` }),
    ],
    ['a wrong cookie', 401, 'GET', '/api/status', ({ cookie }) => ({ cookie: cookie.replace(/=./, '=x') })],
    [
      'the token as the cookie',
      401,
      'GET',
      '/api/status',
      ({ token, cookie }) => ({ cookie: cookie.replace(/=.*/, `=${token}`) }),
    ],
    [
      'the cookie of another port',
      401,
      'GET',
      '/api/status',
      ({ cookie }) => ({ cookie: cookie.replace(/\d+=/, '1=') }),
    ],
    ['no token for a static file', 401, 'GET', '/static/notebook-app.js', () => ({})],
    ['no token for a user’s file', 401, 'GET', '/files/a.txt', () => ({})],
    ['no token for what does not exist', 401, 'GET', '/nothing', () => ({})],
    ['the token', 200, 'GET', '/api/status', ({ token }) => ({ authorization: `token ${token}` })],
    [
      'the token as a bearer',
      200,
      'GET',
      '/api/status',
      ({ token }) => ({ authorization: `Bearer ${token}` }),
    ],
    ['the cookie', 200, 'GET', '/api/status', ({ cookie }) => ({ cookie })],
    [
      'the cookie among others',
      200,
      'GET',
      '/api/status',
      ({ cookie }) => ({ cookie: `a=b; ${cookie}; c=d` }),
    ],
    ['a foreign Host', 403, 'GET', '/api/status', ({ cookie }) => ({ cookie, host: 'evil.example' })],
    [
      'a foreign Host with the right port',
      403,
      'GET',
      '/tree',
      ({ cookie, origin }) => ({ cookie, host: `evil.example:${new URL(origin).port}` }),
    ],
    [
      'a Host that starts like ours',
      403,
      'GET',
      '/tree',
      ({ cookie, origin }) => ({ cookie, host: `127.0.0.1.evil.example:${new URL(origin).port}` }),
    ],
    [
      'our Host with another port',
      403,
      'GET',
      '/api/status',
      ({ cookie }) => ({ cookie, host: '127.0.0.1:1' }),
    ],
    [
      'localhost',
      200,
      'GET',
      '/api/status',
      ({ cookie, origin }) => ({ cookie, host: `localhost:${new URL(origin).port}` }),
    ],
    [
      'a foreign Origin',
      403,
      'GET',
      '/api/status',
      ({ cookie }) => ({ cookie, origin: 'http://evil.example' }),
    ],
    [
      'a foreign Origin with the token',
      403,
      'GET',
      '/api/status',
      ({ token }) => ({ authorization: `token ${token}`, origin: 'http://evil.example' }),
    ],
    [
      'the Origin of another port',
      403,
      'POST',
      '/api/kernels',
      ({ cookie }) => ({ cookie, origin: 'http://127.0.0.1:1' }),
    ],
    ['the Origin null', 403, 'POST', '/api/kernels', ({ cookie }) => ({ cookie, origin: 'null' })],
    ['a change with a cookie alone', 403, 'DELETE', '/api/contents/a.txt', ({ cookie }) => ({ cookie })],
    [
      'a preflight from elsewhere',
      403,
      'OPTIONS',
      '/api/kernels',
      () => ({ origin: 'http://evil.example', 'access-control-request-method': 'POST' }),
    ],
    ['a WebSocket without cookie', 401, 'GET', EVENTS, () => upgradeHeaders()],
    ['a WebSocket with a wrong token', 401, 'GET', `${EVENTS}?token=wrong`, () => upgradeHeaders()],
    [
      'a WebSocket of a foreign Origin',
      403,
      'GET',
      EVENTS,
      ({ cookie }) => upgradeHeaders({ cookie, origin: 'http://evil.example' }),
    ],
    [
      'a WebSocket to a foreign Host',
      403,
      'GET',
      EVENTS,
      ({ cookie }) => upgradeHeaders({ cookie, host: 'evil.example' }),
    ],
    [
      'a WebSocket with the cookie',
      101,
      'GET',
      EVENTS,
      ({ cookie, origin }) => upgradeHeaders({ cookie, origin }),
    ],
    [
      'a WebSocket to no kernel',
      404,
      'GET',
      '/api/kernels/none/channels',
      ({ cookie, origin }) => upgradeHeaders({ cookie, origin }),
    ],
    [
      'a token behind a tab',
      401,
      'GET',
      '/api/status',
      ({ token }) => ({ authorization: `token\t${token}` }),
    ],
    ['a token and more', 401, 'GET', '/api/status', ({ token }) => ({ authorization: `token ${token} x` })],
    [
      'a request line of a foreign host',
      403,
      'GET',
      'http://evil.example/api/status',
      ({ cookie, origin }) => ({ cookie, host: new URL(origin).host }),
    ],
    [
      'a request line of a foreign host with the token',
      403,
      'GET',
      'https://evil.example',
      ({ token }) => ({ authorization: `token ${token}` }),
    ],
    ...['/', '/tree', '/api/status', '/files/a.txt', '/static/notebook-app.js', '/nothing'].map(
      (page): (typeof attempts)[number] => [
        `a WebSocket to ${page}, which has none`,
        404,
        'GET',
        page,
        ({ cookie, origin }) => upgradeHeaders({ cookie, origin }),
      ],
    ),
    // Browsers always send it; a program with the cookie is as trusted as one with the token.
    [
      'a WebSocket with the cookie and no Origin',
      101,
      'GET',
      EVENTS,
      ({ cookie }) => upgradeHeaders({ cookie }),
    ],
  ];

  it.each(attempts)('%s: %i', async (_, status, method, target, headersOf) => {
    const { cookie, origin } = lab;
    const answer = await ask(lab, method, target, headersOf({ token: lab.server.token, cookie, origin }));
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain(lab.server.token);
    const allowed = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'));
    expect(allowed).toEqual([]);
  });

  it('treats an absolute URL of its own in the request line like the path', async () => {
    const headers = { authorization: `token ${lab.server.token}` };
    const file = await ask(lab, 'GET', `${lab.origin}/files/a.txt`, headers);
    expect([file.status, file.body]).toEqual([200, 'a']);
    const content = await ask(lab, 'GET', `${lab.origin}/api/contents/a.txt?content=0`, headers);
    expect(JSON.parse(content.body)).toMatchObject({ path: 'a.txt', content: null });
  });

  it('changes nothing when it refuses a request', async () => {
    expect(await readFile(path.join(lab.folder, 'a.txt'), 'utf8')).toBe('a');
    expect(lab.server.kernels.list()).toEqual([]);
  });

  it('moves the token from the address into a cookie that scripts and other sites cannot use', async () => {
    const { token, port } = lab.server;
    const first = await ask(lab, 'GET', `/tree/a?x=1&token=${token}`);
    expect(first).toMatchObject({ status: 302, headers: { location: '/tree/a?x=1' } });
    expect(first.headers['set-cookie']).toEqual([`${lab.cookie}; Path=/; HttpOnly; SameSite=Strict`]);
    expect(lab.cookie).toMatch(new RegExp(`^listenlab-${port}=`));
    const linked = await ask(lab, 'GET', `/?a="&token=${token}`, { 'sec-fetch-site': 'cross-site' });
    expect(linked.status).toBe(200);
    expect(linked.body).toContain('content="0;url=/?a=%22"');
    // Also from the address bar of a browser that is already admitted.
    const again = await ask(lab, 'GET', `/tree/a?x=1&token=${token}`, { cookie: lab.cookie });
    expect(again).toMatchObject({ status: 302, headers: { location: '/tree/a?x=1' } });
    const outside = await ask(lab, 'GET', `//evil.example/?token=${token}`);
    expect(outside.headers.location).toBe('/evil.example/');
  });

  it('accepts a ticket once, and only for pages', async () => {
    const { search } = new URL(lab.server.urlForOnce());
    expect((await ask(lab, 'GET', `/${search}`)).headers['set-cookie']).toHaveLength(1);
    expect((await ask(lab, 'GET', `/${search}`)).status).toBe(401);
    const other = new URL(lab.server.urlForOnce()).search;
    expect((await ask(lab, 'POST', `/api/kernels${other}`)).status).toBe(403);
    expect(lab.server.kernels.list()).toEqual([]);
  });

  it('sends pages that load nothing from elsewhere and leak no referrer', async () => {
    await writeFile(path.join(lab.folder, '<!--<script>.ipynb'), '');
    const page = await ask(lab, 'GET', '/notebooks/%3C!--%3Cscript%3E.ipynb', { cookie: lab.cookie });
    expect(page.status).toBe(200);
    expect(page.body).not.toContain('<!--<script>');
    expect(page.headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    const policy = String(page.headers['content-security-policy']).split('; ');
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toContain("default-src 'self'");
    for (const rule of policy) {
      expect(rule).not.toMatch(/https?:|\*/);
      if (rule.startsWith('script-src')) expect(rule).not.toContain('unsafe-inline');
    }
    const file = await ask(lab, 'GET', '/files/a.txt', { cookie: lab.cookie });
    expect(file).toMatchObject({ status: 200, body: 'a' });
    expect(file.headers['content-security-policy']).toMatch(/^sandbox (?!.*allow-same-origin)/);
    expect(file.headers['content-security-policy']).toMatch(/ allow-downloads.*'wasm-unsafe-eval'/);
  });

  it('listens on this machine only by default, and never without a token', async () => {
    expect(lab.server.host).toBe('127.0.0.1');
    const { folder, state } = lab;
    const open = await startLab({
      folder,
      state,
      datasets: new LabDatasets(),
      ui: folder,
      version: '0',
      port: 0,
      host: '0.0.0.0',
      token: '',
    });
    try {
      expect(open.token).toMatch(/^[0-9a-f]{48}$/);
      expect((await fetch(`http://127.0.0.1:${open.port}/api/status`)).status).toBe(401);
    } finally {
      await open.close();
    }
  });
});
