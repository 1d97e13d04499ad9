import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetEntry } from '#listenlab/dataset/catalogue.js';
import { DatasetChoice } from '#listenlab/lab/dataset-choice.js';
import { DatasetDownloads } from '#listenlab/lab/dataset-downloads.js';
import { PrivateStore } from '#listenlab/lab/private-store.js';
import { tarGz } from '../dataset/archives.js';
import { type FileServer, fileServer } from '../dataset/file-server.js';
import { api, startTestLab, type TestLab } from './lab-support.js';

const ARCHIVE = tarGz([{ path: 'mini/plays.tsv', content: 'ann\t\tkent\t3\n' }]);

let directory: string;
let server: FileServer;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'listenlab-lab-data-'));
  server = await fileServer({ content: ARCHIVE, etag: '"v1"' });
});

afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

function entry(url: string): DatasetEntry {
  const about = { title: 'Mini', description: 'Few.', licence: 'none', home: 'here', simulated: false };
  const files = [{ name: 'plays.tsv' }];
  return { name: 'mini', ...about, archive: { url }, files, folder: 'mini' };
}

describe('getting a dataset from the first page', () => {
  it('makes it present', async () => {
    const mini = entry(server.url('mini.tar.gz'));
    const downloads = new DatasetDownloads([mini], directory);
    expect(downloads.isPresent(mini)).toBe(false);
    downloads.start('mini');
    downloads.start('mini');
    expect(downloads.state('mini').status).toBe('running');
    await expect.poll(() => downloads.state('mini').status).toBe('idle');
    expect(downloads.isPresent(mini)).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('says what went wrong and what to do', async () => {
    server.behaviour = { content: ARCHIVE, status: 404 };
    const downloads = new DatasetDownloads([entry(server.url('mini.tar.gz'))], directory);
    downloads.start('mini');
    await expect.poll(() => downloads.state('mini').status).toBe('failed');
    expect(downloads.state('mini').text).toMatch(
      /404.*; press "Get it" again later.*save it as .* and press "Get it"$/s,
    );
  });

  it('says no more of a failure when the files have come in another way', async () => {
    server.behaviour = { content: ARCHIVE, status: 404 };
    const downloads = new DatasetDownloads([entry(server.url('mini.tar.gz'))], directory);
    downloads.start('mini');
    await expect.poll(() => downloads.state('mini').status).toBe('failed');
    await mkdir(path.join(directory, 'mini'), { recursive: true });
    await writeFile(path.join(directory, 'mini/plays.tsv'), 'ann\t\tkent\t3\n');
    expect(downloads.state('mini')).toMatchObject({ status: 'idle', text: '' });
  });

  it('is cancelled', async () => {
    const slow = await fileServer({ content: ARCHIVE, silentAfter: 20 });
    const downloads = new DatasetDownloads([entry(slow.url('mini.tar.gz'))], directory);
    downloads.start('mini');
    await expect.poll(() => downloads.state('mini').done).toBe(20);
    downloads.cancel('mini');
    await expect.poll(() => downloads.state('mini').status).toBe('idle');
    expect(downloads.state('mini').text).toContain('Cancelled');
    expect(await readdir(path.join(directory, 'mini'))).not.toContain('plays.tsv');
    await slow.close();
  });
});

describe('the dataset for all notebooks', () => {
  it('is what was chosen, else what the lab was started with, and survives a restart', async () => {
    const store = new PrivateStore(path.join(directory, 'store'));
    const choice = await DatasetChoice.open(store, '/my/plays.tsv');
    expect(choice.environment).toEqual({ LISTENLAB_DATASET: '/my/plays.tsv' });
    await choice.choose('lastfm-2k');
    expect((await DatasetChoice.open(store, '/my/plays.tsv')).name).toBe('lastfm-2k');
    expect((await DatasetChoice.open(new PrivateStore(directory), undefined)).environment).toEqual({});
    await choice.choose(path.join(directory, 'store'));
    expect((await DatasetChoice.open(store, undefined)).name).toBe(path.join(directory, 'store'));
    await choice.choose(path.join(directory, 'gone.csv'));
    expect((await DatasetChoice.open(store, undefined)).name).toBeUndefined();
    await choice.choose(undefined);
    expect((await DatasetChoice.open(store, '/my/plays.tsv')).name).toBe('/my/plays.tsv');
  });

  describe('in a lab', () => {
    let lab: TestLab;
    beforeEach(async () => {
      lab = await startTestLab();
    });
    afterEach(() => lab.close());

    it.runIf(process.platform === 'linux')('reaches the kernels that start after it was chosen', async () => {
      const pidOf = async () => {
        const { json } = await api<{ id: string }>(lab, 'POST', '/api/kernels', { name: 'listenlab' });
        return lab.server.kernels.get(json.id).pid;
      };
      const environment = async () => readFile(`/proc/${await pidOf()}/environ`, 'utf8');
      expect(await environment()).not.toContain('LISTENLAB_DATASET=');
      await api(lab, 'PUT', '/lab-api/dataset', { name: 'sample' });
      expect((await environment()).split('\0')).toContain('LISTENLAB_DATASET=sample');
    });

    it('is a file of one’s own, once it can be read', async () => {
      const use = (path: unknown) => api(lab, 'PUT', '/lab-api/dataset/own', { path });
      await writeFile(path.join(lab.folder, 'plays.csv'), 'user,artist,plays\nann,kent,3\n');
      await writeFile(path.join(lab.folder, 'other.csv'), 'who,whom,much\nann,kent,3\n');
      const file = path.join(lab.folder, 'plays.csv');
      expect((await use(' plays.csv ')).json).toMatchObject({ chosen: file });
      expect((await use(file)).json).toMatchObject({ chosen: file });
      expect(await use('other.csv')).toMatchObject({
        status: 400,
        json: { message: expect.stringMatching(/other\.csv has no column.* as tableOptions\.$/s) },
      });
      expect(await use('missing.csv')).toMatchObject({
        status: 400,
        json: { message: expect.stringContaining('missing.csv') },
      });
      expect((await use('')).status).toBe(400);
      expect((await use(7)).status).toBe(400);
      expect((await api(lab, 'GET', '/lab-api/datasets')).json).toMatchObject({ chosen: file });
      const { host, port, token } = lab.server;
      const page = await fetch(`http://${host}:${port}/`, { headers: { authorization: `token ${token}` } });
      expect(await page.text()).toContain(`<code>${file}</code>`);
    });

    it('is chosen from those that are there, by name', async () => {
      expect((await api(lab, 'PUT', '/lab-api/dataset', { name: 'sample' })).json).toMatchObject({
        chosen: 'sample',
      });
      expect((await api(lab, 'GET', '/lab-api/datasets')).json).toMatchObject({ chosen: 'sample' });
      expect((await api(lab, 'PUT', '/lab-api/dataset', { name: null })).json).toMatchObject({
        chosen: null,
      });
      const unknown = await api(lab, 'PUT', '/lab-api/dataset', { name: 'sampel' });
      expect(unknown).toMatchObject({
        status: 404,
        json: { message: expect.stringContaining('expected one of sample') },
      });
      expect((await api(lab, 'PUT', '/lab-api/dataset', {})).status).toBe(400);
      expect((await api(lab, 'POST', '/lab-api/datasets/nothing')).status).toBe(404);
    });
  });
});
