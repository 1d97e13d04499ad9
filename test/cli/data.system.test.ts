import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { zip } from '../data/dataset/archives.js';
import { type FileServer, fileServer } from '../data/dataset/file-server.js';
import { useFolder } from '../support/folder.js';
import { sharedFile } from '../support/shared.js';
import { inProcess } from './in-process.js';
import { ended, listenlab, start } from './listenlab.js';

const folder = useFolder();
const lastfm2k = sharedFile('data/lastfm-2k');
let server: FileServer | undefined;

afterEach(() => server?.close());

test('data list prints the name and state of every dataset, and the folder they are in', async () => {
  const { code, stdout, stderr } = await listenlab(['data', 'list'], folder);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^ +sample +built in .*Last\.fm sample \(simulated\)$/m);
  expect(stdout).toMatch(/^ +lastfm-2k +not downloaded +non-commercial use +HetRec 2011 Last\.fm 2K$/m);
  expect(stdout).toMatch(/^ +lastfm-360k +not downloaded +542\.8 MiB +non-commercial use +Last\.fm 360K$/m);
  expect(stdout).toContain(`They are stored in ${folder.data};`);
});

test('data get sample does nothing, as the sample is built in', async () => {
  const { code, stdout } = await listenlab(['data', 'get', 'sample'], folder);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'sample is built in and made on first use; nothing to download\n',
  });
});

test('an unknown dataset name is refused with the nearest known one', async () => {
  const { code, stdout, stderr } = await inProcess(['data', 'get', 'lastfm-3k'], folder);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    "error: no dataset 'lastfm-3k'; did you mean 'lastfm-2k'? 'npx listenlab data list' shows all names\n",
  );
});

test.skipIf(!lastfm2k)(
  'data get downloads, verifies and unpacks; a second call finds everything intact',
  async () => {
    server = await fileServer({ content: await hetrecZip() });
    const get = ['data', 'get', 'lastfm-2k', '--mirror', server.url('2k.zip')];
    const target = path.join(folder.data, 'lastfm-2k');
    expect(await listenlab(get, folder)).toEqual({
      code: 0,
      stdout: `lastfm-2k is downloaded, checked and unpacked in ${target}\n`,
      stderr: '',
    });
    expect(await readdir(target)).toEqual(['artists.dat', 'user_artists.dat']);
    expect((await listenlab(get, folder)).stdout).toBe(
      `lastfm-2k is already in ${target} and intact; nothing to do\n`,
    );
    expect((await listenlab(['data', 'list'], folder)).stdout).toMatch(/^ +lastfm-2k +downloaded /m);
  },
);

describe('a failing data get prints one line', () => {
  async function failure(env: NodeJS.ProcessEnv = {}): Promise<string> {
    const url = server?.url('2k.zip') ?? 'http://listenlab.invalid/2k.zip';
    const { code, stdout, stderr } = await listenlab(
      ['data', 'get', 'lastfm-2k', '--mirror', url],
      folder,
      env,
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    return stderr;
  }

  test('when offline', async () => {
    server = undefined;
    expect(await failure()).toMatch(
      /^error: cannot reach http:\/\/listenlab\.invalid\/2k\.zip .*; run 'npx listenlab data get lastfm-2k' again later, or fetch .* by hand .*, save it as .*hetrec2011-lastfm-2k\.zip and run/,
    );
  });

  test('when the content is wrong', async () => {
    server = await fileServer({ content: zip([{ path: 'artists.dat', content: 'no' }]) });
    expect(await failure()).toMatch(
      /its artists\.dat has MD5 [0-9a-f]{32} instead of 77ceeff1c72a550bc52c0bf5882f868a/,
    );
    expect(await readdir(path.join(folder.data, 'lastfm-2k'))).toEqual([]);
  });

  test('when the data directory is not writable', async () => {
    server = await fileServer({ content: zip([]) });
    await writeFile(folder.file('plain'), '');
    expect(await failure({ LISTENLAB_DATA: folder.file('plain/data') })).toMatch(
      /^error: cannot store the dataset in .*plain\/data\/lastfm-2k \(ENOTDIR.*set LISTENLAB_DATA to a folder that can be written/,
    );
  });
});

test('SIGINT stops a download and keeps the part already downloaded', async () => {
  server = await fileServer({ content: Buffer.alloc(100_000), etag: '"1"', silentAfter: 5_000 });
  const child = start(['data', 'get', 'lastfm-2k', '--mirror', server.url('2k.zip')], folder);
  const end = ended(child);
  const partial = path.join(folder.data, 'lastfm-2k/hetrec2011-lastfm-2k.zip.partial');
  while (!existsSync(partial) || (await readFile(partial)).length < 5_000) await pause(20);
  child.kill('SIGINT');
  expect(await end).toEqual({ code: 130, stdout: '', stderr: 'interrupted\n' });
  expect((await readFile(partial)).length).toBe(5_000);
});

async function hetrecZip(): Promise<Buffer> {
  const names = ['artists.dat', 'user_artists.dat'];
  return zip(
    await Promise.all(
      names.map(async (name) => ({ path: name, content: await readFile(`${lastfm2k}/${name}`, 'utf8') })),
    ),
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
