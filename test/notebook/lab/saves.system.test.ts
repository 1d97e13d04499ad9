import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { watch } from 'node:fs';
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, notebook, startTestLab, type TestLab } from './lab-support.js';

let lab: TestLab;
beforeAll(async () => {
  lab = await startTestLab();
});
const started: ChildProcess[] = [];
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await lab.close();
});

interface Saved {
  hash: string;
  last_modified: string;
  message?: string;
}
const DIST = new URL('../../../dist/', import.meta.url);
const SERVER = new URL('notebook/lab/server/server.js', DIST).href;
const DATASETS = new URL('cli/lab-datasets.js', DIST).href;
const NOTEBOOK = '/api/contents/a.ipynb';
const saved = (content: unknown, more = {}) => ({ type: 'notebook', format: 'json', content, ...more });

describe('a save', () => {
  it('is refused if the file has changed since the page read it', async () => {
    const first = await api<Saved>(lab, 'PUT', NOTEBOOK, saved(notebook('1')));
    expect(first.status).toBe(201);
    const { hash, last_modified } = first.json;
    const file = path.join(lab.folder, 'a.ipynb');
    const theirs = JSON.stringify(notebook('theirs'));
    await writeFile(file, theirs);
    // Even if the modification time has not changed.
    await utimes(file, new Date(), new Date(last_modified));
    const refused = await api<Saved>(lab, 'PUT', NOTEBOOK, saved(notebook('2'), { hash }));
    expect(refused.status).toBe(409);
    expect(refused.json.message).toContain('a.ipynb has changed on disk since it was opened');
    await utimes(file, new Date(), new Date(0));
    expect((await api(lab, 'PUT', NOTEBOOK, saved(notebook('2'), { last_modified }))).status).toBe(409);
    expect(await readFile(file, 'utf8')).toBe(theirs);
    const now = await api<Saved>(lab, 'GET', `${NOTEBOOK}?content=0&hash=1`);
    expect((await api(lab, 'PUT', NOTEBOOK, saved(notebook('2'), { hash: now.json.hash }))).status).toBe(200);
  });

  it('of an unchanged notebook changes no byte, whoever wrote it and whatever kernel the page has', async () => {
    const { cells, ...rest } = notebook('a', 'b');
    const language_info = { name: 'typescript', version: '5.0.4' };
    const theirs = JSON.stringify({ ...rest, metadata: { language_info, b: 1, a: 2 }, cells }, null, 4);
    const file = path.join(lab.folder, 'theirs.ipynb');
    await writeFile(file, theirs);
    type Read = { content: ReturnType<typeof notebook> };
    const { content } = (await api<Read>(lab, 'GET', '/api/contents/theirs.ipynb')).json;
    const kernels = { name: 'typescript', version: '6.0.3', codemirror_mode: 'typescript' };
    const shown = { ...content, metadata: { ...content.metadata, language_info: kernels } };
    const { status, json } = await api<Saved>(lab, 'PUT', '/api/contents/theirs.ipynb', saved(shown));
    expect({ status, hash: json.hash }).toEqual({
      status: 200,
      hash: createHash('sha256').update(theirs).digest('hex'),
    });
    expect(await readFile(file, 'utf8')).toBe(theirs);
    const changed = { ...shown, cells: [...shown.cells].reverse() };
    expect((await api(lab, 'PUT', '/api/contents/theirs.ipynb', saved(changed))).status).toBe(200);
    const { metadata } = JSON.parse(await readFile(file, 'utf8'));
    expect(metadata).toEqual({ language_info, b: 1, a: 2 });
    expect(Object.keys(metadata)).toEqual(['a', 'b', 'language_info']);
  });

  it('is not refused because pictures were added to figures meanwhile, whoever wrote the file', async () => {
    const [cell] = notebook('1').cells;
    const withPicture = (picture: object) => ({
      output_type: 'display_data',
      data: { 'application/vnd.plotly.v1+json': { data: [], layout: {} }, ...picture },
      metadata: {},
    });
    const shown = (picture: object, source = '1') => ({
      ...notebook('1'),
      cells: [{ ...cell, source, outputs: [withPicture(picture)] }],
    });
    const file = path.join(lab.folder, 'pictures.ipynb');
    await writeFile(file, JSON.stringify(shown({}), null, 4));
    const url = '/api/contents/pictures.ipynb';
    const { hash } = (await api<Saved>(lab, 'GET', `${url}?content=0&hash=1`)).json;
    const picture = { 'image/png': 'AAAA' };
    const pictured = await api<Saved>(lab, 'PUT', url, saved(shown(picture), { hash }));
    expect([pictured.status, pictured.json.hash]).toEqual([200, hash]);
    expect(await readFile(file, 'utf8')).toContain('AAAA');
    const next = await api<Saved>(lab, 'PUT', url, saved(shown(picture, '2'), { hash }));
    expect(next.status).toBe(200);
    expect(next.json.hash).not.toBe(hash);
    expect((await api(lab, 'PUT', url, saved(shown(picture), { hash }))).status).toBe(409);
    await rm(file);
    // One who has it open is told, and may create it again; pictures alone do not.
    const gone = await api<Saved>(lab, 'PUT', url, saved(shown(picture), { hash: next.json.hash }));
    expect([gone.status, gone.json.message]).toEqual([
      409,
      'pictures.ipynb was moved or deleted since it was opened; to create it again, save once more',
    ]);
  });

  it('of two tabs at once is entirely one of them, and one with a hash does not lose the other', async () => {
    const contents = Array.from({ length: 40 }, (_, i) =>
      notebook(...Array.from({ length: i * 20 }, () => `tab ${i}`)),
    );
    const answers = await Promise.all(contents.map((content) => api(lab, 'PUT', NOTEBOOK, saved(content))));
    expect(answers.map(({ status }) => status)).toEqual(contents.map(() => 200));
    const { cells } = JSON.parse(await readFile(path.join(lab.folder, 'a.ipynb'), 'utf8'));
    expect([0, ...contents.map((_, i) => i * 20)]).toContain(cells.length);
    expect(
      new Set(cells.map(({ source }: { source: string[] }) => source.join(''))).size,
    ).toBeLessThanOrEqual(1);

    const { hash } = (await api<Saved>(lab, 'GET', `${NOTEBOOK}?content=0&hash=1`)).json;
    const race = await Promise.all(
      ['a', 'b', 'c'].map((each) => api(lab, 'PUT', NOTEBOOK, saved(notebook(each), { hash }))),
    );
    expect(race.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('keeps the mode of a file and writes through a link inside the folder', async () => {
    const file = path.join(lab.folder, 'mode.txt');
    await writeFile(file, 'x', { mode: 0o640 });
    const { mode } = await stat(file);
    await api(lab, 'PUT', '/api/contents/mode.txt', { type: 'file', format: 'text', content: 'y' });
    expect((await stat(file)).mode).toBe(mode);
    await symlink(file, path.join(lab.folder, 'link.txt'));
    await api(lab, 'PUT', '/api/contents/link.txt', { type: 'file', format: 'text', content: 'z' });
    expect((await lstat(path.join(lab.folder, 'link.txt'))).isSymbolicLink()).toBe(true);
    expect(await readFile(file, 'utf8')).toBe('z');
  });

  it('in chunks appears with the last one, and not if they are out of order', async () => {
    const piece = (chunk: number, text: string) =>
      api(lab, 'PUT', '/api/contents/up.txt', {
        type: 'file',
        format: 'base64',
        content: Buffer.from(text).toString('base64'),
        chunk,
      });
    await piece(1, 'first ');
    await piece(2, 'second ');
    await expect(stat(path.join(lab.folder, 'up.txt'))).rejects.toThrow('ENOENT');
    expect((await piece(-1, 'last')).status).toBe(200);
    expect(await readFile(path.join(lab.folder, 'up.txt'), 'utf8')).toBe('first second last');
    await piece(1, 'other');
    expect((await piece(3, 'x')).status).toBe(400);
    expect((await piece(-1, 'x')).status).toBe(400);
    expect(await readFile(path.join(lab.folder, 'up.txt'), 'utf8')).toBe('first second last');
    expect((await readdir(lab.folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('shows trusted output only where this user has seen it run', async () => {
    const output = { output_type: 'display_data', data: { 'text/html': '<b>x</b>' }, metadata: {} };
    const withOutput = (trusted: boolean) => {
      const { cells, ...rest } = notebook('show');
      return {
        ...rest,
        cells: cells.map((cell) => ({ ...cell, outputs: [output], metadata: trusted ? { trusted } : {} })),
      };
    };
    const isTrusted = async () => {
      const { json } = await api<{ content: ReturnType<typeof notebook> }>(
        lab,
        'GET',
        '/api/contents/t.ipynb',
      );
      return (json.content.cells[0].metadata as { trusted?: boolean }).trusted;
    };
    await api(lab, 'PUT', '/api/contents/t.ipynb', saved(withOutput(false)));
    expect(await isTrusted()).toBe(false);
    await api(lab, 'PUT', '/api/contents/t.ipynb', saved(withOutput(true)));
    expect(await isTrusted()).toBe(true);
    const file = path.join(lab.folder, 't.ipynb');
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain('trusted');
    await writeFile(file, text.replace('<b>x', '<b>y'));
    expect(await isTrusted()).toBe(false);
  });
});

describe('a server that is killed during a save', () => {
  it('leaves the old or the new notebook intact, and nothing else after the next save', async () => {
    const base = await mkdtemp(path.join(tmpdir(), 'listenlab-kill-'));
    const folder = path.join(base, 'shown');
    await mkdir(folder);
    const file = path.join(folder, 'a.ipynb');
    const cells = Array.from({ length: 500 }, (_, i) => `console.log(${i}); // ${'x'.repeat(300)}`);
    let number = 0;
    let acknowledged = 0;
    for (const until of [40, 80, 120, 160, 200]) {
      const { child, url } = await startServer(folder, path.join(base, 'state'));
      const killed = once(child, 'exit');
      // Any change in the folder is a save that has just begun.
      const watcher = watch(folder, () => acknowledged >= until && child.kill('SIGKILL'));
      const saveOn = async () => {
        for (;;) {
          number += 1;
          const mine = number;
          await save(url, notebook(`${mine}`, ...cells));
          acknowledged = Math.max(acknowledged, mine);
        }
      };
      await Promise.allSettled([saveOn(), saveOn()]);
      await killed;
      watcher.close();
      const content = JSON.parse(await readFile(file, 'utf8'));
      expect(content.cells).toHaveLength(501);
      // Two at once may end in either order.
      expect(Number(content.cells[0].source.join(''))).toBeGreaterThanOrEqual(acknowledged - 1);
    }
    const { child, url } = await startServer(folder, path.join(base, 'state'));
    await save(url, notebook('last'));
    expect(await readdir(folder)).toEqual(['a.ipynb']);
    child.kill('SIGINT');
    await once(child, 'exit');
    await rm(base, { recursive: true, force: true });
  });
});

describe.skipIf(process.platform === 'win32')('a full disk', () => {
  it('refuses a chunked upload and a save with 507, and keeps no part of them', async () => {
    const base = await mkdtemp(path.join(tmpdir(), 'listenlab-full-'));
    const folder = path.join(base, 'shown');
    await mkdir(folder);
    await writeFile(path.join(folder, 'a.ipynb'), 'before');
    const limit = ['sh', '-c', 'ulimit -f 100; exec "$@"', 'sh'];
    const { child, url } = await startServer(folder, path.join(base, 'state'), limit);
    const put = async (name: string, body: object) => {
      const headers = { authorization: `token ${url.searchParams.get('token')}` };
      const address = new URL(`/api/contents/${name}`, url);
      return (await fetch(address, { method: 'PUT', headers, body: JSON.stringify(body) })).status;
    };
    const piece = (chunk: number, size: number) => ({
      ...{ type: 'file', format: 'text', content: 'x'.repeat(size), chunk },
    });
    expect(await put('up.txt', piece(1, 20_000))).toBe(201);
    expect(await put('up.txt', piece(2, 200_000))).toBe(507);
    expect(await put('a.ipynb', saved(notebook('x'.repeat(200_000))))).toBe(507);
    expect(await readdir(folder)).toEqual(['a.ipynb']);
    expect(await readFile(path.join(folder, 'a.ipynb'), 'utf8')).toBe('before');
    child.kill('SIGINT');
    await once(child, 'exit');
    await rm(base, { recursive: true, force: true });
  });
});

/** A server in its own process, started by another command if one is given. */
async function startServer(
  folder: string,
  state: string,
  by: string[] = [],
): Promise<{ child: ChildProcess; url: URL }> {
  const options = { folder, state, ui: folder, version: '0', port: 0 };
  const script = `import { startLab } from ${JSON.stringify(SERVER)};
    import { LabDatasets } from ${JSON.stringify(DATASETS)};
    console.log((await startLab({ ...${JSON.stringify(options)}, datasets: new LabDatasets() })).url);`;
  const [program, ...args] = [...by, process.execPath, '--input-type=module', '--eval', script];
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  let text = '';
  for await (const piece of child.stdout) {
    text += piece;
    const found = /http:\/\/\S+/.exec(text);
    if (found) return { child, url: new URL(found[0]) };
  }
  throw new Error(`the server printed no address: ${text}`);
}

async function save(url: URL, content: unknown): Promise<void> {
  const response = await fetch(new URL(NOTEBOOK, url), {
    method: 'PUT',
    headers: { authorization: `token ${url.searchParams.get('token')}`, 'content-type': 'application/json' },
    body: JSON.stringify(saved(content)),
  });
  if (!response.ok) throw new Error(await response.text());
}
