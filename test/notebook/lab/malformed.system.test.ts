import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, ask, notebook, sendRaw, startTestLab, type TestLab } from './lab-support.js';

let lab: TestLab;
beforeAll(async () => {
  lab = await startTestLab();
  await writeFile(path.join(lab.folder, 'a.txt'), 'a');
});
afterAll(() => lab.close());

describe('oversized and malformed requests', () => {
  it('are refused with 413 before a huge body has arrived', async () => {
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
      'it has no array of cells',
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
  ])('with %s get 400 and a reason', async (_, method, target, body, message) => {
    const headers = { authorization: `token ${lab.server.token}`, 'content-type': 'application/json' };
    const answer = await ask(lab, method, target, headers, body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).message).toContain(message);
    expect((await ask(lab, 'GET', '/api/contents/b.txt', headers)).status).toBe(404);
  });

  it('for a damaged notebook explain how to continue, with the checkpoint if there is one', async () => {
    const file = path.join(lab.folder, 'cut.ipynb');
    const whole = JSON.stringify(notebook('1'));
    await writeFile(file, whole);
    await api(lab, 'POST', '/api/contents/cut.ipynb/checkpoints');
    await writeFile(file, whole.slice(0, -20));
    await writeFile(path.join(lab.folder, 'never.ipynb'), whole.slice(0, -20));
    const refusal = async (name: string) =>
      (await api<{ message: string }>(lab, 'GET', `/api/contents/${name}?type=notebook`)).json.message;
    const advice =
      'is cut off; expected a complete .ipynb file of nbformat 4. To see and fix its text, open it with the Editor: choose Open With in the list of files.';
    expect(await refusal('cut.ipynb')).toBe(
      `cut.ipynb ${advice} There, File > Revert Notebook to Checkpoint restores its last checkpoint.`,
    );
    expect(await refusal('never.ipynb')).toBe(`never.ipynb ${advice} It has no checkpoint to restore.`);
  });

  it('are answered if JSON is nested too deeply or has too many lists and objects, or if they are not HTTP at all', async () => {
    const depth = 20_000;
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const body = `{"type":"notebook","content":${JSON.stringify(notebook()).replace('"metadata":{}', `"metadata":{"a":${deep}}`)}}`;
    const headers = { authorization: `token ${lab.server.token}`, 'content-type': 'application/json' };
    const refused = await ask(lab, 'PUT', '/api/contents/deep.ipynb', headers, body);
    expect([refused.status, refused.body]).toEqual([
      400,
      expect.stringContaining('the body is nested deeper'),
    ]);
    const many = `{"type":"file","content":[${'{},'.repeat(2_000_000)}{}]}`;
    const crowded = await ask(lab, 'PUT', '/api/contents/many.txt', headers, many);
    expect(crowded.body).toContain('the body has more than 2000000 lists and objects');
    const quoted = { type: 'file', format: 'text', content: '\\"[{'.repeat(1000) };
    expect((await api(lab, 'PUT', '/api/contents/quoted.txt', quoted)).status).toBe(201);
    expect(await sendRaw(lab, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await api(lab, 'GET', '/api/status')).status).toBe(200);
  });
});
