import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLab } from '#listenlab/lab/server.js';
import { api, ask, notebook, sendRaw, startTestLab, type TestLab, upgradeHeaders } from './lab-support.js';

let lab: TestLab;
beforeAll(async () => {
  lab = await startTestLab();
  await writeFile(path.join(lab.folder, 'a.txt'), 'a');
  await mkdir(path.join(lab.folder, '.git'));
  await writeFile(path.join(lab.folder, '.git', 'config'), 'secret');
  await symlink(path.join(lab.folder, '..', 'secret.txt'), path.join(lab.folder, 'link.txt'));
  await symlink(path.join(lab.folder, '..'), path.join(lab.folder, 'up'));
  await symlink(path.join(lab.folder, '..', 'new.txt'), path.join(lab.folder, 'dangling.txt'));
  await symlink(path.join(lab.folder, 'a.txt'), path.join(lab.folder, 'inside.txt'));
});
afterAll(() => lab.close());

const EVENTS = '/api/events/subscribe';
type Headers = Record<string, string>;

describe('who may come in', () => {
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
    ['no token for a static file', 401, 'GET', '/static/app.js', () => ({})],
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
  ];

  it.each(attempts)('%s: %i', async (_, status, method, target, headersOf) => {
    const { cookie, origin } = lab;
    const answer = await ask(lab, method, target, headersOf({ token: lab.server.token, cookie, origin }));
    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain(lab.server.token);
    const allowed = Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'));
    expect(allowed).toEqual([]);
  });

  it('changes nothing when it refuses', async () => {
    expect(await readFile(path.join(lab.folder, 'a.txt'), 'utf8')).toBe('a');
    expect(lab.server.kernels.list()).toEqual([]);
  });

  it('takes the token out of the address and gives a cookie that scripts and other sites cannot use', async () => {
    const { token, port } = lab.server;
    const first = await ask(lab, 'GET', `/tree/a?x=1&token=${token}`);
    expect(first).toMatchObject({ status: 302, headers: { location: '/tree/a?x=1' } });
    expect(first.headers['set-cookie']).toEqual([`${lab.cookie}; Path=/; HttpOnly; SameSite=Strict`]);
    expect(lab.cookie).toMatch(new RegExp(`^listenlab-${port}=`));
    const linked = await ask(lab, 'GET', `/?a="&token=${token}`, { 'sec-fetch-site': 'cross-site' });
    expect(linked.status).toBe(200);
    expect(linked.body).toContain('content="0;url=/?a=%22"');
    const outside = await ask(lab, 'GET', `//evil.example/?token=${token}`);
    expect(outside.headers.location).toBe('/evil.example/');
  });

  it('lets a ticket in once, and only to pages', async () => {
    const { search } = new URL(lab.server.urlForOnce());
    expect((await ask(lab, 'GET', `/${search}`)).headers['set-cookie']).toHaveLength(1);
    expect((await ask(lab, 'GET', `/${search}`)).status).toBe(401);
    const other = new URL(lab.server.urlForOnce()).search;
    expect((await ask(lab, 'POST', `/api/kernels${other}`)).status).toBe(403);
    expect(lab.server.kernels.list()).toEqual([]);
  });

  it('sends pages that load nothing from elsewhere and tell nobody their address', async () => {
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
  });

  it('listens on this machine only unless told otherwise, and never without a token', async () => {
    expect(lab.server.host).toBe('127.0.0.1');
    const { folder, state } = lab;
    const open = await startLab({
      folder,
      state,
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

describe('the way out of the folder', () => {
  const spellings: [string, string, number][] = [
    ['dots', '/../secret.txt', 400],
    ['dots behind a folder', '/x/../../secret.txt', 400],
    ['encoded dots', '/%2e%2e/secret.txt', 400],
    ['an encoded slash', '/..%2fsecret.txt', 400],
    ['an encoded backslash', '/..%5csecret.txt', 400],
    ['dots encoded twice', '/%252e%252e/secret.txt', 404],
    ['an overlong encoding', '/%c0%ae%c0%ae/secret.txt', 400],
    ['an absolute path', '//etc/passwd', 404],
    ['a NUL', '/a.txt%00.ipynb', 400],
    ['a wrong encoding', '/%zz', 400],
    ['a hidden folder', '/.git/config', 404],
    ['a link to a file outside', '/link.txt', 403],
    ['a link to a folder outside', '/up/secret.txt', 403],
  ];

  it.each(spellings)('%s (%s): %i for reading, and for writing no file', async (_, spelled, status) => {
    const headers = { authorization: `token ${lab.server.token}` };
    for (const prefix of ['/api/contents', '/files']) {
      const answer = await ask(lab, 'GET', prefix + spelled, headers);
      expect([prefix, answer.status]).toEqual([prefix, status]);
      expect(answer.body).not.toContain('"content":"secret"');
    }
    const body = JSON.stringify({ type: 'file', format: 'text', content: 'overwritten' });
    const written = await ask(lab, 'PUT', `/api/contents${spelled}`, headers, body);
    expect([400, 403, 404]).toContain(written.status);
    const moved = { path: decodeURIComponentOr(spelled) };
    const renamed = await ask(lab, 'PATCH', '/api/contents/a.txt', headers, JSON.stringify(moved));
    if (!spelled.endsWith('/link.txt')) expect([400, 403, 404]).toContain(renamed.status);
    else expect(renamed.status).toBe(409);
    expect(await readFile(path.join(lab.folder, '..', 'secret.txt'), 'utf8')).toBe('secret');
    expect(await readFile(path.join(lab.folder, 'a.txt'), 'utf8')).toBe('a');
  });

  it('follows links that stay inside, and does not list or write through those that leave', async () => {
    const inside = await api<{ content: string }>(lab, 'GET', '/api/contents/inside.txt');
    expect(inside.json.content).toBe('a');
    const list = await api<{ content: { name: string }[] }>(lab, 'GET', '/api/contents');
    expect(list.json.content.map(({ name }) => name)).toEqual(['a.txt', 'inside.txt']);
    const save = { type: 'file', format: 'text', content: 'x' };
    expect((await api(lab, 'PUT', '/api/contents/dangling.txt', save)).status).toBe(404);
    await expect(readFile(path.join(lab.folder, '..', 'new.txt'))).rejects.toThrow('ENOENT');
  });

  it('copies and starts kernels inside only', async () => {
    for (const from of ['../secret.txt', 'link.txt', '.git/config']) {
      const { status } = await api(lab, 'POST', '/api/contents', { copy_from: from });
      expect([400, 403, 404]).toContain(status);
    }
    const { json } = await api<{ id: string }>(lab, 'POST', '/api/kernels', { path: 'up/x.ipynb' });
    const pid = lab.server.kernels.get(json.id).pid;
    const folder = await import('node:fs/promises').then(({ readlink }) =>
      readlink(`/proc/${pid}/cwd`).catch(() => lab.folder),
    );
    expect(folder).toBe(lab.folder);
    await api(lab, 'DELETE', `/api/kernels/${json.id}`);
  });
});

describe('too much and malformed', () => {
  it('refuses a giant body with 413 before it has arrived', async () => {
    const { host, token } = { host: `127.0.0.1:${lab.server.port}`, token: lab.server.token };
    for (const [method, target, length] of [
      ['PUT', '/api/contents/big.txt', 2 ** 40],
      ['POST', '/api/sessions', 2 ** 21],
    ]) {
      const head = [
        `${method} ${target} HTTP/1.1`,
        `Host: ${host}`,
        `Authorization: token ${token}`,
        'Content-Type: application/json',
      ];
      const answer = await sendRaw(lab, `${head.join('\r\n')}\r\nContent-Length: ${length}\r\n\r\n{`);
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toContain('"message"');
    }
  });

  it.each([
    ['no JSON', 'PUT', '/api/contents/b.txt', '{"type": "file"', 'the body is not JSON'],
    ['a list', 'PUT', '/api/contents/b.txt', '[]', 'body must be object'],
    ['nothing', 'PUT', '/api/contents/b.txt', '', 'body must be object'],
    ['no type', 'PUT', '/api/contents/b.txt', '{}', "must have required property 'type'"],
    [
      'an unknown type',
      'PUT',
      '/api/contents/b.txt',
      '{"type": "x"}',
      'body/type must be equal to one of the allowed values',
    ],
    [
      'no content',
      'PUT',
      '/api/contents/b.txt',
      '{"type": "file", "format": "text"}',
      'no content for b.txt; expected a string',
    ],
    [
      'no base64',
      'PUT',
      '/api/contents/b.txt',
      '{"type": "file", "format": "base64", "content": "é"}',
      'b.txt is not base64',
    ],
    [
      'no notebook',
      'PUT',
      '/api/contents/b.ipynb',
      '{"type": "notebook", "content": {"nbformat": 4}}',
      'it has no list of cells',
    ],
    ['a path of another type', 'PATCH', '/api/contents/a.txt', '{"path": 1}', 'body/path must be string'],
    [
      'a kernel nobody has',
      'POST',
      '/api/kernels',
      '{"name": "python3"}',
      'no kernel is called python3; expected listenlab',
    ],
    [
      'a session without path',
      'POST',
      '/api/sessions',
      '{"kernel": null}',
      'a session needs the path of its document',
    ],
  ])('answers %s with 400 and says why', async (_, method, target, body, message) => {
    const headers = { authorization: `token ${lab.server.token}`, 'content-type': 'application/json' };
    const answer = await ask(lab, method, target, headers, body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).message).toContain(message);
    expect((await ask(lab, 'GET', '/api/contents/b.txt', headers)).status).toBe(404);
  });

  it('answers JSON that is nested too deeply, and what is not HTTP at all', async () => {
    const depth = 20_000;
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const body = `{"type":"notebook","content":${JSON.stringify(notebook()).replace('"metadata":{}', `"metadata":{"a":${deep}}`)}}`;
    const headers = { authorization: `token ${lab.server.token}`, 'content-type': 'application/json' };
    expect((await ask(lab, 'PUT', '/api/contents/deep.ipynb', headers, body)).status).toBe(400);
    expect(await sendRaw(lab, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await api(lab, 'GET', '/api/status')).status).toBe(200);
  });
});

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll('%', '\0');
  }
}
