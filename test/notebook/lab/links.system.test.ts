import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, ask, notebook, startTestLab, type TestLab } from './lab-support.js';

let lab: TestLab;
const started: ChildProcess[] = [];
beforeAll(async () => {
  lab = await startTestLab();
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await lab.close();
});

const at = (...names: string[]) => path.join(lab.folder, ...names);
const listed = async (folder = '') => {
  const { json } = await api<{ content: { name: string }[] }>(lab, 'GET', `/api/contents/${folder}`);
  return json.content.map(({ name }) => name);
};
const download = (name: string) =>
  ask(lab, 'GET', `/files/${name}`, { authorization: `token ${lab.server.token}` });

describe('a symbolic link', () => {
  it('to something hidden is not listed, read, written, checkpointed, copied or downloaded', async () => {
    await mkdir(at('.git'));
    await writeFile(at('.git', 'config'), 'secret');
    await writeFile(at('.env'), 'secret');
    await symlink(at('.git', 'config'), at('to-config'));
    await symlink(at('.git'), at('to-git'));
    await symlink('.env', at('to-env'));
    expect(await listed()).toEqual([]);
    for (const name of ['to-config', 'to-git/config', 'to-env', 'to-git']) {
      expect([name, (await api(lab, 'GET', `/api/contents/${name}`)).status]).toEqual([name, 404]);
      expect([name, (await download(name)).status]).toEqual([name, 404]);
      const save = { type: 'file', format: 'text', content: 'overwritten' };
      expect([name, (await api(lab, 'PUT', `/api/contents/${name}`, save)).status]).toEqual([name, 404]);
      expect((await api(lab, 'POST', `/api/contents/${name}/checkpoints`)).status).toBe(404);
      expect((await api(lab, 'POST', '/api/contents', { copy_from: name })).status).toBe(404);
    }
    expect(await readFile(at('.env'), 'utf8')).toBe('secret');
    expect(await readdir(at('.git'))).toEqual(['config']);
  });
});

describe('a symbolic link to a notebook outside', () => {
  it('is not described on the first page', async () => {
    const text = (heading: string) =>
      JSON.stringify({
        ...notebook(),
        cells: [{ cell_type: 'markdown', id: 'a', metadata: {}, source: heading }],
      });
    await writeFile(path.join(lab.folder, '..', 'theirs.ipynb'), text('# Theirs'));
    await writeFile(at('mine.ipynb'), text('# Mine'));
    await symlink(path.join('..', 'theirs.ipynb'), at('theirs.ipynb'));
    await symlink('mine.ipynb', at('also-mine.ipynb'));
    const { body } = await ask(lab, 'GET', '/', { cookie: lab.cookie });
    expect(body.match(/Theirs|Mine/g)).toEqual(['Mine', 'Mine']);
  });
});

describe.skipIf(process.platform === 'win32')('a name with a backslash', () => {
  it('is read, saved, renamed and downloaded as listed, and never leads to a parent folder', async () => {
    await mkdir(at('names'));
    await writeFile(at('names', 'AC\\DC.txt'), 'plays');
    await writeFile(at('names', 'a\\..\\..\\secret.txt'), 'odd');
    expect(await listed('names')).toEqual(['AC\\DC.txt']);
    const address = `names/${encodeURIComponent('AC\\DC.txt')}`;
    expect((await api(lab, 'GET', `/api/contents/${address}`)).json.content).toBe('plays');
    expect((await download(address)).body).toBe('plays');
    const save = { type: 'file', format: 'text', content: 'more' };
    expect((await api(lab, 'PUT', `/api/contents/${address}`, save)).status).toBe(200);
    expect((await api(lab, 'PATCH', `/api/contents/${address}`, { path: 'names/b\\c.txt' })).status).toBe(
      200,
    );
    expect(await readFile(at('names', 'b\\c.txt'), 'utf8')).toBe('more');
    expect((await api(lab, 'GET', '/api/contents/names/a%5c..%5c..%5csecret.txt')).status).toBe(400);
  });
});

/** Replaces `swapped` by a link to a folder outside and back, as fast as it can. */
const SWAP = `const { renameSync, symlinkSync } = require('node:fs');
  const [root, outside] = process.argv.slice(1);
  process.chdir(root);
  symlinkSync(outside, '.link');
  console.log('swapping');
  for (;;) {
    renameSync('swapped', '.folder'); renameSync('.link', 'swapped');
    renameSync('swapped', '.link'); renameSync('.folder', 'swapped');
  }`;

describe.skipIf(process.platform !== 'linux')(
  'a symbolic link that replaces a folder during a request',
  () => {
    it('neither reads nor writes anything outside', async () => {
      const outside = path.join(lab.folder, '..', 'outside');
      for (const [folder, text] of [
        [at('swapped'), 'inside'],
        [outside, 'outside'],
      ]) {
        await mkdir(folder);
        for (const name of ['x.txt', 'w.txt']) await writeFile(path.join(folder, name), text);
      }
      const swapper = spawn(process.execPath, ['--eval', SWAP, lab.folder, outside]);
      started.push(swapper);
      await once(swapper.stdout, 'data');
      const save = { type: 'file', format: 'text', content: 'saved' };
      for (let round = 0; round < 200; round++) {
        const [read, sent] = await Promise.all([
          api(lab, 'GET', '/api/contents/swapped/x.txt'),
          download('swapped/x.txt'),
          api(lab, 'PUT', '/api/contents/swapped/w.txt', save),
          api(lab, 'PUT', `/api/contents/swapped/new-${round}.txt`, save),
          api(lab, 'POST', '/api/contents/swapped', { copy_from: 'swapped/x.txt' }),
          api(lab, 'POST', '/api/contents/swapped/x.txt/checkpoints'),
          api(lab, 'DELETE', '/api/contents/swapped/x.txt/checkpoints/checkpoint'),
        ]);
        expect([undefined, 'inside']).toContain(read.json.content);
        expect(sent.body).not.toBe('outside');
      }
      expect((await readdir(outside)).sort()).toEqual(['w.txt', 'x.txt']);
      expect(await readFile(path.join(outside, 'w.txt'), 'utf8')).toBe('outside');
    });
  },
);
