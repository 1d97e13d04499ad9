import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, startTestLab, type TestLab } from './lab-support.js';

let lab: TestLab;
beforeAll(async () => {
  lab = await startTestLab();
});
afterAll(() => lab.close());

const at = (...names: string[]) => path.join(lab.folder, ...names);
const text = (content: string) => ({ type: 'file', format: 'text', content });
const save = (name: string, content: string) => api(lab, 'PUT', `/api/contents/${name}`, text(content));
const move = (from: string, to: string) => api(lab, 'PATCH', `/api/contents/${from}`, { path: to });
const codes = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

describe('simultaneous renames and saves', () => {
  it('never lose a file when two are renamed to the same name', async () => {
    for (let round = 0; round < 100; round++) {
      const [a, b, target] = ['a', 'b', 'target'].map((name) => `${name}-${round}.txt`);
      await Promise.all([writeFile(at(a), 'a'), writeFile(at(b), 'b')]);
      expect(codes(await Promise.all([move(a, target), move(b, target)]))).toEqual([200, 409]);
      const left = await Promise.all(
        [a, b, target].map((name) => readFile(at(name), 'utf8').catch(() => '')),
      );
      expect(left.join('').split('').sort()).toEqual(['a', 'b']);
    }
  });

  it('never lose a new file saved under that name', async () => {
    const large = 'saved '.repeat(100_000);
    for (let round = 0; round < 40; round++) {
      const [from, target] = [`from-${round}.txt`, `onto-${round}.txt`];
      await writeFile(at(from), 'moved');
      const [saved, moved] = await Promise.all([save(target, large), move(from, target)]);
      const found = await readFile(at(target), 'utf8');
      if (saved.status === 201) expect([moved.status, found === large]).toEqual([409, true]);
      else expect([saved.status, moved.status]).toEqual([200, 200]);
    }
  });

  it('never confirm a save that went into a folder under its old name', async () => {
    for (let round = 0; round < 40; round++) {
      const [from, to] = [`folder-${round}`, `moved-${round}`];
      await mkdir(at(from));
      const [saved, moved] = await Promise.all([save(`${from}/x.txt`, 'x'), move(from, to)]);
      expect(moved.status).toBe(200);
      if (saved.status === 201) expect(await readFile(at(to, 'x.txt'), 'utf8')).toBe('x');
      else expect(saved.status).toBe(404);
    }
  });

  it('keep the extension of a notebook if the new name has none', async () => {
    const content = JSON.stringify({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });
    await writeFile(at('mine.ipynb'), content);
    const renamed = await move('mine.ipynb', 'noext');
    expect([renamed.status, renamed.json.path]).toEqual([200, 'noext.ipynb']);
    expect(await readFile(at('noext.ipynb'), 'utf8')).toBe(content);
    await writeFile(at('mine.ipynb'), content);
    expect((await move('mine.ipynb', 'noext')).status).toBe(409);
    // A typed extension, a folder or any other file keeps its name as given.
    expect((await move('mine.ipynb', 'mine.json')).json.path).toBe('mine.json');
    await mkdir(at('folder.ipynb'));
    expect((await move('folder.ipynb', 'plain')).json.path).toBe('plain');
    await writeFile(at('file.txt'), 'x');
    expect((await move('file.txt', 'file')).json.path).toBe('file');
  });

  it('allow changing the case of a name and renaming links, and refuse an existing target', async () => {
    await writeFile(at('Case.txt'), 'case');
    expect((await move('Case.txt', 'case.txt')).status).toBe(200);
    await symlink(at('case.txt'), at('a-link'));
    expect((await move('a-link', 'b-link')).status).toBe(200);
    await mkdir(at('full'));
    await mkdir(at('empty'));
    expect((await move('full', 'empty')).status).toBe(409);
    expect((await move('case.txt', 'empty')).status).toBe(409);
    expect((await move('full', 'full/inside')).status).toBe(400);
    expect(await readFile(at('b-link'), 'utf8')).toBe('case');
  });
});

describe('a chunked upload', () => {
  it('is never truncated when its folder is renamed meanwhile', async () => {
    const piece = (chunk: number, content: string) =>
      api(lab, 'PUT', '/api/contents/up/x.txt', { ...text(content), chunk });
    await mkdir(at('up'));
    await piece(1, 'first ');
    await rename(at('up'), at('elsewhere'));
    await mkdir(at('up'));
    expect((await piece(-1, 'last')).status).toBeGreaterThanOrEqual(400);
    await expect(readFile(at('up', 'x.txt'))).rejects.toThrow('ENOENT');
  });
});
