import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabDatasets } from '#listenlab/cli/lab-datasets.js';
import type { DatasetEntry } from '#listenlab/data/dataset/catalogue/catalogue.js';
import { openPlays } from '#listenlab/data/dataset/open.js';
import { trainAls } from '#listenlab/engine/als/node/train.js';
import { DatasetChoice } from '#listenlab/notebook/lab/datasets/dataset-choice.js';
import { PrivateStore } from '#listenlab/notebook/lab/server/private-store.js';
import { tarGz, zip } from '../data/dataset/archives.js';
import { type FileServer, fileServer } from '../data/dataset/file-server.js';
import { api, startTestLab, type TestLab } from '../notebook/lab/lab-support.js';

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

describe('downloading a dataset from the first page', () => {
  it('marks it as present when done', async () => {
    const mini = entry(server.url('mini.tar.gz'));
    const datasets = new LabDatasets([mini], directory);
    expect(datasets.list()[0].present).toBe(false);
    datasets.download('mini');
    datasets.download('mini');
    expect(datasets.list()[0].download.status).toBe('running');
    await expect.poll(() => datasets.list()[0].download.status).toBe('idle');
    expect(datasets.list()[0].present).toBe(true);
    expect(server.requests).toHaveLength(1);
  });

  it('reports what went wrong and what to do', async () => {
    server.behaviour = { content: ARCHIVE, status: 404 };
    const datasets = new LabDatasets([entry(server.url('mini.tar.gz'))], directory);
    datasets.download('mini');
    await expect.poll(() => datasets.list()[0].download.status).toBe('failed');
    expect(datasets.list()[0].download.text).toMatch(
      /404.*; press "Get it" again later.*save it as .* and press "Get it"$/s,
    );
  });

  it('clears the failure once the files have arrived by other means', async () => {
    server.behaviour = { content: ARCHIVE, status: 404 };
    const datasets = new LabDatasets([entry(server.url('mini.tar.gz'))], directory);
    datasets.download('mini');
    await expect.poll(() => datasets.list()[0].download.status).toBe('failed');
    await mkdir(path.join(directory, 'mini'), { recursive: true });
    await writeFile(path.join(directory, 'mini/plays.tsv'), 'ann\t\tkent\t3\n');
    expect(datasets.list()[0].download).toMatchObject({ status: 'idle', text: '' });
  });

  it('can be cancelled', async () => {
    const slow = await fileServer({ content: ARCHIVE, silentAfter: 20 });
    const datasets = new LabDatasets([entry(slow.url('mini.tar.gz'))], directory);
    datasets.download('mini');
    await expect.poll(() => datasets.list()[0].download.done).toBe(20);
    datasets.cancel('mini');
    await expect.poll(() => datasets.list()[0].download.status).toBe('idle');
    expect(datasets.list()[0].download.text).toContain('Cancelled');
    expect(await readdir(path.join(directory, 'mini'))).not.toContain('plays.tsv');
    await slow.close();
  });
});

describe('the dataset for all notebooks', () => {
  it('is the one chosen, else the one the lab was started with, and survives a restart', async () => {
    const store = new PrivateStore(path.join(directory, 'store'));
    const choice = await DatasetChoice.open(store, new LabDatasets(), '/my/plays.tsv');
    expect(choice.environment).toEqual({ LISTENLAB_DATASET: '/my/plays.tsv' });
    await choice.choose('lastfm-2k');
    expect((await DatasetChoice.open(store, new LabDatasets(), '/my/plays.tsv')).name).toBe('lastfm-2k');
    expect(
      (await DatasetChoice.open(new PrivateStore(directory), new LabDatasets(), undefined)).environment,
    ).toEqual({});
    await choice.choose(path.join(directory, 'store'));
    expect((await DatasetChoice.open(store, new LabDatasets(), undefined)).name).toBe(
      path.join(directory, 'store'),
    );
    await choice.choose(path.join(directory, 'gone.csv'));
    expect((await DatasetChoice.open(store, new LabDatasets(), undefined)).name).toBeUndefined();
    await choice.choose(undefined);
    expect((await DatasetChoice.open(store, new LabDatasets(), '/my/plays.tsv')).name).toBe('/my/plays.tsv');
  });

  describe('the dataset choice of a lab', () => {
    let lab: TestLab;
    const { LISTENLAB_DATA } = process.env;
    beforeEach(async () => {
      process.env.LISTENLAB_DATA = path.join(directory, 'data');
      lab = await startTestLab();
    });
    afterEach(async () => {
      await lab.close();
      if (LISTENLAB_DATA === undefined) delete process.env.LISTENLAB_DATA;
      else process.env.LISTENLAB_DATA = LISTENLAB_DATA;
    });
    type Answer = { message: string; note?: string; options?: string };
    const use = (given: unknown, options?: unknown) =>
      api<Answer>(lab, 'PUT', '/lab-api/dataset/own', { path: given, options });

    it.runIf(process.platform === 'linux')('applies to kernels started after the choice', async () => {
      const pidOf = async () => {
        const { json } = await api<{ id: string }>(lab, 'POST', '/api/kernels', { name: 'listenlab' });
        return lab.server.kernels.get(json.id).pid;
      };
      const environment = async () => readFile(`/proc/${await pidOf()}/environ`, 'utf8');
      expect(await environment()).not.toContain('LISTENLAB_DATASET=');
      await api(lab, 'PUT', '/lab-api/dataset', { name: 'sample' });
      expect((await environment()).split('\0')).toContain('LISTENLAB_DATASET=sample');
    });

    it('accepts a file once it can be read', async () => {
      await writeFile(path.join(lab.folder, 'plays.csv'), 'user,artist,plays\nann,kent,3\n');
      await writeFile(path.join(lab.folder, 'other.csv'), 'who,whom,much\nann,kent,3\n');
      const file = path.join(lab.folder, 'plays.csv');
      expect((await use(' plays.csv ')).json).toMatchObject({ chosen: file });
      expect((await use(file)).json).toMatchObject({ chosen: file });
      expect(await use('other.csv')).toMatchObject({
        status: 400,
        json: {
          message: expect.stringMatching(/other\.csv has no column.* as tableOptions\.$/s),
          options: "{ columns: { user: '...', artist: '...', plays: '...' } }",
        },
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

    it('accepts a pasted path in quotes or as a file: URL', async () => {
      const text = 'user,artist,plays\nann,kent,3\n';
      const file = path.join(lab.folder, 'my plays.csv');
      await writeFile(file, text);
      for (const copied of [`"${file}"`, `'${file}'`, ' "my plays.csv" ', pathToFileURL(file).href]) {
        await api(lab, 'PUT', '/lab-api/dataset', { name: null });
        expect((await use(copied)).json, copied).toMatchObject({ chosen: file });
      }
      const quoted = path.join(lab.folder, '"my plays.csv"');
      await writeFile(quoted, text);
      expect((await use('"my plays.csv"')).json).toMatchObject({ chosen: quoted });
      expect(await use('file://elsewhere/plays.csv')).toMatchObject({
        status: 400,
        json: { message: expect.stringContaining('file://elsewhere/plays.csv') },
      });
    });

    it.each([
      ['header.csv', 'user,artist,plays\n'],
      ['unclear.tsv', 'user\tartist\tplays\nann\tkent\t1.234\n'],
      ['late.csv', `user,artist,plays\n${'ann,kent,3\n'.repeat(9000)}bob,"Weird Al" Yankovic,9\n`],
      ['blank.csv', 'user,artist,plays\n,kent,3\n'],
      ['listens.csv', 'user,artist,date\nann,kent,2026-11-28 10:15\nbob,kent,2026-11-28 10:15\n'],
    ])('refuses a file with the same message as the notebooks: %s', async (name, text) => {
      const file = path.join(lab.folder, name);
      await writeFile(file, text);
      const inNotebook = async () => {
        const raw = await openPlays(file);
        const { dataset } = await raw.clean();
        await trainAls(await dataset.interactions(), { iterations: 1 }).finally(() => {
          raw.close();
          dataset.close();
        });
      };
      const reason: unknown = await inNotebook().catch((error: unknown) => error);
      const { status, json } = await use(name);
      expect(status).toBe(400);
      expect(json.message.startsWith((reason as Error).message)).toBe(true);
      expect((await api(lab, 'GET', '/lab-api/datasets')).json).toMatchObject({ chosen: null });
    });

    it.each<[text: string, likely: string | undefined, typed: string, table: object]>([
      [
        'customer;band;n\nann;kent;3\n',
        "{ columns: { user: 'customer', artist: 'band', plays: 'n' } }",
        "{ columns: { user: 'customer', artist: 'band', plays: 'n' } }",
        { columns: { user: 'customer', artist: 'band', plays: 'n' } },
      ],
      [
        '0,ann,kent,3\n1,bob,kent,4\n',
        '{ header: false, columns: { user: 2, artist: 3, plays: 4 } }',
        'header: false, columns: { user: 2, artist: 3, plays: 4 }',
        { header: false, columns: { user: 2, artist: 3, plays: 4 } },
      ],
      [
        'user,artist,date\nann,kent,2026-11-28 10:15\n',
        '{ countListens: true }',
        'countListens: true',
        { countListens: true },
      ],
      ['user\tartist\tplays\nann\tkent\t1.234\n', '', "{ thousands: '.' }", { thousands: '.' }],
      ['user##artist##plays\nann##kent##3\n', "{ delimiter: '##' }", "delimiter: '##'", { delimiter: '##' }],
    ])(
      'reads a file with the options in the field, as the notebooks do: %j',
      async (text, likely, typed, table) => {
        await writeFile(path.join(lab.folder, 'mine.csv'), text);
        expect(await use('mine.csv')).toMatchObject({ status: 400, json: { options: likely } });
        expect(await use('mine.csv', typed)).toMatchObject({
          status: 200,
          json: { chosen: path.join(lab.folder, 'mine.csv') },
        });
        const store = new PrivateStore(path.join(lab.state, 'first-page'));
        const { environment } = await DatasetChoice.open(store, new LabDatasets(), undefined);
        expect(JSON.parse(environment.LISTENLAB_TABLE_OPTIONS)).toEqual(table);
        await api(lab, 'PUT', '/lab-api/dataset', { name: 'sample' });
        expect(
          (await DatasetChoice.open(store, new LabDatasets(), undefined)).environment.LISTENLAB_TABLE_OPTIONS,
        ).toBe('{}');
      },
    );

    it.each([
      [
        '--columns user=a',
        "the options are --columns user=a; expected them as in { columns: { user: 'customer', artist: 2 }, delimiter: ';' }",
      ],
      ['{ columns: { user: process.exit() } }', /^the options are \{ columns/],
      ['{ columns: { user: 1 }', /^the options are \{ columns/],
      ['[1]', /^the options are \[1\]; expected/],
      [
        'colums: {}',
        "unknown option 'colums'; did you mean 'columns'? There are columns, delimiter, decimal, thousands, header, countListens",
      ],
      ["delimiter: 'abcd'", /^delimiter is 'abcd'; expected one to three characters/],
      ['profiles: "/etc/passwd"', /^unknown option 'profiles'/],
      ["columns: { user: 'nobody' }", /has no column 'nobody'/],
    ])('refuses invalid options: %s', async (typed, message) => {
      await writeFile(path.join(lab.folder, 'mine.csv'), 'user,artist,plays\nann,kent,3\n');
      const { status, json } = await use('mine.csv', typed);
      expect(status).toBe(400);
      expect(json.message).toMatch(message);
      expect(json.options).toBeDefined();
      expect((await api(lab, 'GET', '/lab-api/datasets')).json).toMatchObject({ chosen: null });
    });

    it('recognizes a listening history and says what to do with it', async () => {
      const plays = JSON.stringify([
        { endTime: '2026-11-28 10:15', artistName: 'kent', trackName: 'Ett', msPlayed: 180_000 },
      ]);
      const history = 'Spotify Account Data/StreamingHistory_music_0.json';
      await writeFile(path.join(lab.folder, 'spotify.zip'), zip([{ path: history, content: plays }]));
      await writeFile(path.join(lab.folder, 'spotify.json'), plays);
      await writeFile(path.join(lab.folder, 'scrobbles.csv'), 'kent,B-sidor,Ett,28 Nov 2026 10:15\n');
      for (const name of ['spotify.zip', 'spotify.json', 'scrobbles.csv']) {
        const { status, json } = await use(name);
        expect(status).toBe(400);
        expect(json.message).toMatch(
          /is a listening history \((Spotify account data|Last\.fm scrobbles)\), .*06-your-music as the parameter history, or run: npx listenlab my-music .*$/,
        );
      }
    });

    it('checks only the start of a large file, and says so', async () => {
      await writeFile(path.join(lab.folder, 'small.csv'), 'user,artist,plays\nann,kent,3\n');
      expect((await use('small.csv')).json.note).toBeUndefined();
      const row = `${'ann'.repeat(30)},kent,3\n`;
      await writeFile(path.join(lab.folder, 'large.csv'), `user,artist,plays\n${row.repeat(200_000)}`);
      const { status, json } = await use('large.csv');
      expect(status).toBe(200);
      expect(json.note).toMatch(/^Only the start of this file was checked, as it is large \([\d.]+ MiB\)/);
    });

    it('can be picked by name from the datasets present', async () => {
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
