import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, startTestLab, type TestLab } from './lab-support.js';

let lab: TestLab;
beforeAll(async () => {
  lab = await startTestLab();
});
afterAll(() => lab.close());

const save = (name: string, content: string) =>
  api(lab, 'PUT', `/api/contents/${name}`, { type: 'file', format: 'text', content });
const keep = (name: string) => api(lab, 'POST', `/api/contents/${name}/checkpoints`);
const restore = (name: string) => api(lab, 'POST', `/api/contents/${name}/checkpoints/checkpoint`);
const kept = async (name: string) =>
  (await api<unknown[]>(lab, 'GET', `/api/contents/${name}/checkpoints`)).json.length;
const contentOf = async (name: string) =>
  (await api<{ content: unknown }>(lab, 'GET', `/api/contents/${name}`)).json.content;
const move = (from: string, to: string) => api(lab, 'PATCH', `/api/contents/${from}`, { path: to });

describe('a checkpoint', () => {
  it('moves with its file or folder when that is renamed', async () => {
    await mkdir(path.join(lab.folder, 'a', 'deep'), { recursive: true });
    for (const name of ['a/x.txt', 'a/deep/y.txt']) {
      await save(name, `kept of ${name}`);
      expect((await keep(name)).status).toBe(201);
      await save(name, 'later');
    }
    expect((await move('a', 'b')).status).toBe(200);
    expect((await move('b/deep/y.txt', 'b/z.txt')).status).toBe(200);
    expect((await restore('b/x.txt')).status).toBe(204);
    expect((await restore('b/z.txt')).status).toBe(204);
    expect(await contentOf('b/x.txt')).toBe('kept of a/x.txt');
    expect(await contentOf('b/z.txt')).toBe('kept of a/deep/y.txt');
  });

  it('is not offered for another file at the old path', async () => {
    await mkdir(path.join(lab.folder, 'old'));
    await save('old/x.txt', 'first');
    await keep('old/x.txt');
    await move('old', 'new');
    await api(lab, 'PUT', '/api/contents/old', { type: 'directory' });
    await save('old/x.txt', 'another');
    expect(await kept('old/x.txt')).toBe(0);
    expect((await restore('old/x.txt')).status).toBe(404);
    await api(lab, 'DELETE', '/api/contents/new/x.txt');
    await save('new/x.txt', 'a third');
    expect(await kept('new/x.txt')).toBe(0);
  });
});

describe('a folder or file called checkpoints', () => {
  it('is listed, read, saved, checkpointed, renamed and deleted like any other', async () => {
    await mkdir(path.join(lab.folder, 'run', 'checkpoints', 'checkpoints'), { recursive: true });
    await writeFile(path.join(lab.folder, 'run', 'checkpoints', 'model.txt'), 'model');
    const listed = (await contentOf('run/checkpoints')) as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(['checkpoints', 'model.txt']);
    expect(await contentOf('run/checkpoints/model.txt')).toBe('model');
    expect(await contentOf('run/checkpoints/checkpoints')).toEqual([]);
    const made = await api<{ path: string }>(lab, 'POST', '/api/contents/run/checkpoints', { type: 'file' });
    expect([made.status, made.json.path]).toEqual([201, 'run/checkpoints/untitled']);
    await api(lab, 'DELETE', '/api/contents/run/checkpoints/untitled');
    await keep('run/checkpoints/model.txt');
    expect(await kept('run/checkpoints/model.txt')).toBe(1);
    expect((await api(lab, 'DELETE', '/api/contents/run/checkpoints/model.txt')).status).toBe(204);
    expect((await api(lab, 'DELETE', '/api/contents/run/checkpoints/checkpoints')).status).toBe(204);
    expect((await api(lab, 'DELETE', '/api/contents/run/checkpoints')).status).toBe(204);
    await save('run/checkpoints', 'a file');
    expect(await contentOf('run/checkpoints')).toBe('a file');
    expect((await keep('run/checkpoints')).status).toBe(201);
    expect(await kept('run/checkpoints')).toBe(1);
  });
});
