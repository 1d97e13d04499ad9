import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportShelf } from '#listenlab/cli/lab-reports.js';
import { markedCopy } from '#listenlab/notebook/jupyter/executed-copy.js';
import { writeNotebook } from '#listenlab/notebook/jupyter/notebook-file.js';
import { writeIndex } from '#listenlab/notebook/report/report-index.js';
import { writeReport } from '#listenlab/tuner/kernel/report.js';
import { api, ask, notebook, startTestLab, type TestLab } from './lab-support.js';

let lab: TestLab;
const EMPTY = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 } as const;
beforeAll(async () => {
  // A command, as without one there are no routes about reports; nothing here runs it.
  lab = await startTestLab({ reports: reportShelf, command: ['/bin/false'] });
});
afterAll(() => lab.close());

const file = (name: string) => path.join(lab.folder, name);

/** A report with an executed copy of a notebook, as `listenlab run` makes them. */
async function makeReport(name: string): Promise<void> {
  const report = file(`${name}.html`);
  await writeReport(report, [{ name: 'a', notebook: { ...EMPTY, cells: [] } }], {
    title: name,
    generatedAt: new Date(),
  });
  await mkdir(file(name), { recursive: true });
  const copy = path.join(file(name), 'a.ipynb');
  await writeNotebook(copy, markedCopy({ ...EMPTY, cells: [] }, copy, report, { file: file('a.ipynb') }));
}

const remove = async (name: string) =>
  (await api(lab, 'DELETE', `/lab-api/reports?path=${encodeURIComponent(name)}`)).status;

describe('deleting a report', () => {
  it('takes the report, its executed copies, and the page that compared it with the last one', async () => {
    for (const name of ['reports/a b', 'reports/c', 'top']) await makeReport(name);
    await writeIndex(file('reports'));
    await writeFile(file('reports/c/mine.ipynb'), JSON.stringify(notebook('1')));
    expect(await remove('reports/a b.html')).toBe(204);
    expect((await readdir(file('reports'))).sort()).toEqual(['c', 'c.html']);
    // What is no copy of this report stays.
    expect(await remove('reports/c.html')).toBe(204);
    expect(await readdir(file('reports'))).toEqual(['c']);
    expect(await readdir(file('reports/c'))).toEqual(['mine.ipynb']);
    expect(await remove('top.html')).toBe(204);
    expect((await readdir(lab.folder)).sort()).toEqual(['reports']);
  });

  it('brings the comparison of those that are left up to date', async () => {
    for (const name of ['reports/a', 'reports/b', 'reports/c']) await makeReport(name);
    await writeIndex(file('reports'));
    expect(await readFile(file('reports/index.html'), 'utf8')).toContain('href="b.html"');
    expect(await remove('reports/b.html')).toBe(204);
    expect(await readFile(file('reports/index.html'), 'utf8')).not.toContain('href="b.html"');
  });

  it('takes what is left of a run whose report was not made, and nothing else', async () => {
    const report = file('reports/failed.html');
    const folder = file('reports/failed-unfinished');
    await mkdir(folder, { recursive: true });
    const copy = path.join(folder, 'a.ipynb');
    await writeNotebook(copy, markedCopy({ ...EMPTY, cells: [] }, copy, report, { file: file('a.ipynb') }));
    await mkdir(file('reports/mine-unfinished'));
    await writeFile(file('reports/mine-unfinished/b.ipynb'), JSON.stringify(notebook('1')));
    const { body: page } = await ask(lab, 'GET', '/', { authorization: `token ${lab.server.token}` });
    expect(page).toContain('href="/notebooks/reports/failed-unfinished/a.ipynb"');
    expect(page).not.toContain('data-delete="reports/mine-unfinished"');
    expect(await remove('reports/mine-unfinished')).toBe(404);
    expect(await remove('reports/failed-unfinished')).toBe(204);
    expect((await readdir(file('reports'))).filter((name) => name.includes('unfinished'))).toEqual([
      'mine-unfinished',
    ]);
    await rm(file('reports/mine-unfinished'), { recursive: true });
  });

  it('is refused for anything but a report of the first page', async () => {
    await writeFile(file('mine.html'), '<!DOCTYPE html><p>mine</p>');
    await writeFile(file('a.ipynb'), JSON.stringify(notebook('1')));
    await mkdir(file('deep/er'), { recursive: true });
    await makeReport('deep/er/r');
    for (const name of [
      'mine.html',
      'a.ipynb',
      'none.html',
      'reports',
      '',
      'deep/er/r.html',
      'reports/index.html',
    ])
      expect([name, await remove(name)]).toEqual([name, 404]);
    expect(await remove('../secret.txt')).toBe(400);
    expect((await readdir(lab.folder)).sort()).toEqual(['a.ipynb', 'deep', 'mine.html', 'reports']);
  });

  it.skipIf(process.platform === 'win32')('never leaves the folder through a link', async () => {
    const outside = path.join(lab.folder, '../outside');
    await mkdir(path.join(outside, 'r'), { recursive: true });
    const html = await readFile(file('reports/a.html'), 'utf8');
    await writeFile(path.join(outside, 'r.html'), html);
    const report = file('reports/linked.html');
    await symlink(path.join(outside, 'r.html'), report);
    await symlink(path.join(outside, 'r'), file('reports/linked'));
    const copy = path.join(outside, 'r', 'a.ipynb');
    const marked = markedCopy({ ...EMPTY, cells: [] }, path.join(file('reports/linked'), 'a.ipynb'), report, {
      file: file('a.ipynb'),
    });
    await writeNotebook(copy, marked);
    // The link goes; what it leads to stays, and so do the copies outside.
    expect(await remove('reports/linked.html')).toBe(204);
    expect(await readdir(outside)).toEqual(['r', 'r.html']);
    expect(await readdir(path.join(outside, 'r'))).toEqual(['a.ipynb']);
  });
});
