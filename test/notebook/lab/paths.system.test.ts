import { mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, ask, startTestLab, type TestLab } from './lab-support.js';

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

describe('path traversal', () => {
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

  it('does not happen through links: those that stay inside work, those that leave are neither listed nor written', async () => {
    const inside = await api<{ content: string }>(lab, 'GET', '/api/contents/inside.txt');
    expect(inside.json.content).toBe('a');
    const list = await api<{ content: { name: string }[] }>(lab, 'GET', '/api/contents');
    expect(list.json.content.map(({ name }) => name)).toEqual(['a.txt', 'inside.txt']);
    const save = { type: 'file', format: 'text', content: 'x' };
    expect((await api(lab, 'PUT', '/api/contents/dangling.txt', save)).status).toBe(404);
    await expect(readFile(path.join(lab.folder, '..', 'new.txt'))).rejects.toThrow('ENOENT');
  });

  it('does not happen when copying or starting kernels', async () => {
    for (const from of ['../secret.txt', 'link.txt', '.git/config']) {
      const { status } = await api(lab, 'POST', '/api/contents', { copy_from: from });
      expect([400, 403, 404]).toContain(status);
    }
    const { json } = await api<{ id: string }>(lab, 'POST', '/api/kernels', { path: 'up/x.ipynb' });
    const pid = lab.server.kernels.get(json.id).pid;
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => lab.folder);
    expect(folder).toBe(lab.folder);
    await api(lab, 'DELETE', `/api/kernels/${json.id}`);
  });
});

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll('%', '\0');
  }
}

describe('a list of files', () => {
  const listed = async () => {
    const { json } = await api(lab, 'GET', '/api/contents/clone');
    return (json as { content: { name: string }[] }).content.map(({ name }) => name).sort();
  };

  it('hides packages and build output in a clone of listenlab, which are still reachable by path', async () => {
    for (const name of ['node_modules', 'dist', 'notebooks']) {
      await mkdir(path.join(lab.folder, 'clone', name), { recursive: true });
      await writeFile(path.join(lab.folder, 'clone', name, 'a.txt'), 'a');
    }
    const manifest = path.join(lab.folder, 'clone', 'package.json');
    await writeFile(manifest, '{ "name": "mine" }');
    expect(await listed()).toEqual(['dist', 'notebooks', 'package.json']);
    await writeFile(manifest, JSON.stringify({ name: 'listenlab' }, undefined, 2));
    expect(await listed()).toEqual(['notebooks', 'package.json']);
    for (const name of ['node_modules', 'dist']) {
      expect((await api(lab, 'GET', `/api/contents/clone/${name}/a.txt`)).status).toBe(200);
    }
  });
});
