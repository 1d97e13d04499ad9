import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DatasetEntry } from '#listenlab/data/dataset/catalogue/catalogue.js';
import { type DownloadOptions, downloadDataset } from '#listenlab/data/dataset/catalogue/download.js';
import { seededRandom } from '#listenlab/util/random.js';
import { tarGz, zip } from '../archives.js';
import { type Behaviour, type FileServer, fileServer } from '../file-server.js';

const PATIENCE = { retryMilliseconds: [1, 1], stallMilliseconds: 5_000 };
const PLAYS = incompressible(300_000);
const PROFILES = 'ann\tf\t22\tGermany\tFeb 1, 2007\n';
const ARCHIVE = tarGz([
  { path: 'lastfm/README.txt', content: 'not asked for' },
  { path: 'lastfm/plays.tsv', content: PLAYS },
  { path: 'lastfm/profiles.tsv', content: PROFILES },
]);

let directory: string;
let server: FileServer;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'listenlab-download-'));
  server = await fileServer({ content: ARCHIVE, etag: '"v1"' });
});

afterEach(async () => {
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

describe('downloading a dataset', () => {
  test('unpacks only the listed files, and a second call finds them intact without a request', async () => {
    expect(await get()).toEqual({ folder: folder(), outcome: 'downloaded' });
    expect(await readdir(folder())).toEqual(['plays.tsv', 'profiles.tsv']);
    expect(await readFile(path.join(folder(), 'plays.tsv'), 'utf8')).toBe(PLAYS);
    expect(await readFile(path.join(folder(), 'profiles.tsv'), 'utf8')).toBe(PROFILES);
    expect(await get()).toEqual({ folder: folder(), outcome: 'intact' });
    expect(server.requests).toHaveLength(1);
  });

  test('repairs a file that was changed', async () => {
    await get();
    await writeFile(path.join(folder(), 'plays.tsv'), 'broken');
    expect((await get()).outcome).toBe('downloaded');
    expect(await readFile(path.join(folder(), 'plays.tsv'), 'utf8')).toBe(PLAYS);
  });

  test('reports downloaded bytes up to the total, then unpacked bytes', async () => {
    const seen: { task: string; done: number; total: number }[] = [];
    await get({ onProgress: ({ task, done, total }) => seen.push({ task, done, total }) });
    const received = seen.filter(({ task }) => task.startsWith('downloading ')).map((each) => each.done);
    expect(received).toEqual([...received].sort((a, b) => a - b));
    expect(seen.findLast(({ task }) => task.startsWith('downloading '))).toMatchObject({
      done: ARCHIVE.length,
      total: ARCHIVE.length,
    });
    expect(seen.at(-1)).toMatchObject({
      task: expect.stringMatching(/^unpacking /),
      done: PLAYS.length + PROFILES.length,
    });
  });

  test('also unpacks a zip', async () => {
    server.behaviour = {
      content: zip([
        { path: 'readme.txt', content: 'not asked for' },
        { path: 'plays.tsv', content: PLAYS },
        { path: 'profiles.tsv', content: PROFILES },
      ]),
    };
    await downloadDataset(entry('archive.zip', { md5: undefined }), options());
    expect(await readdir(folder())).toEqual(['plays.tsv', 'profiles.tsv']);
    expect(await readFile(path.join(folder(), 'plays.tsv'), 'utf8')).toBe(PLAYS);
  });

  test('uses an archive that was saved by hand, and keeps it', async () => {
    await mkdir(folder(), { recursive: true });
    await writeFile(path.join(folder(), 'archive.tar.gz'), ARCHIVE);
    expect((await get()).outcome).toBe('unpacked');
    expect(await readdir(folder())).toEqual(['archive.tar.gz', 'plays.tsv', 'profiles.tsv']);
    expect(server.requests).toHaveLength(0);
  });

  test('has nothing to do for a built-in dataset', async () => {
    expect((await downloadDataset('sample', options())).outcome).toBe('built-in');
  });
});

describe('an interrupted download', () => {
  const HALF = Math.floor(ARCHIVE.length / 2);

  test('resumes within the same call', async () => {
    server.behaviour.cuts = [HALF];
    expect((await get()).outcome).toBe('downloaded');
    expect(ranges()).toEqual([undefined, `bytes=${HALF}-`]);
    expect(server.requests[1].headers['if-range']).toBe('"v1"');
    expect(await readFile(path.join(folder(), 'plays.tsv'), 'utf8')).toBe(PLAYS);
  });

  test('resumes in the next call', async () => {
    await cutForGood(HALF);
    expect(await readdir(folder())).toEqual(['archive.tar.gz.partial', 'archive.tar.gz.partial.json']);
    expect((await stat(path.join(folder(), 'archive.tar.gz.partial'))).size).toBe(HALF);
    expect((await get()).outcome).toBe('downloaded');
    expect(ranges().at(-1)).toBe(`bytes=${HALF}-`);
    expect(await readdir(folder())).toEqual(['plays.tsv', 'profiles.tsv']);
  });

  test('is resumed by modification date if the server sends no ETag', async () => {
    server.behaviour = { content: ARCHIVE, lastModified: 'Wed, 21 Oct 2015 07:28:00 GMT' };
    await cutForGood(HALF);
    await get();
    expect(server.requests.at(-1)?.headers['if-range']).toBe('Wed, 21 Oct 2015 07:28:00 GMT');
  });

  test('starts over if the file has changed on the server', async () => {
    await cutForGood(HALF);
    server.behaviour = { content: zipOfBoth(), etag: '"v2"' };
    await downloadDataset(entry('archive.tar.gz', { md5: undefined }), options()).catch(() => {});
    server.behaviour = { content: ARCHIVE, etag: '"v2"' };
    await cutForGood(100);
    server.behaviour = { content: ARCHIVE, etag: '"v3"' };
    await get();
    expect(server.requests.at(-1)?.headers['if-range']).toBe('"v2"');
    expect(await readFile(path.join(folder(), 'plays.tsv'), 'utf8')).toBe(PLAYS);
  });

  test('accepts the whole file from a server without range support', async () => {
    await cutForGood(HALF);
    server.behaviour.ranges = false;
    expect((await get()).outcome).toBe('downloaded');
    expect(ranges().at(-1)).toBe(`bytes=${HALF}-`);
    expect(await readFile(path.join(folder(), 'plays.tsv'), 'utf8')).toBe(PLAYS);
  });

  test('does not trust a partial file without version or checksum', async () => {
    server.behaviour = { content: ARCHIVE };
    await cutForGood(HALF, { md5: undefined });
    await downloadDataset(entry('archive.tar.gz', { md5: undefined }), options());
    expect(ranges().at(-1)).toBeUndefined();
  });

  test('is not repeated if the partial file was complete (416)', async () => {
    await cutForGood(HALF);
    await writeFile(path.join(folder(), 'archive.tar.gz.partial'), ARCHIVE);
    expect((await get()).outcome).toBe('downloaded');
    expect(ranges().at(-1)).toBe(`bytes=${ARCHIVE.length}-`);
  });

  test('discards a partial file longer than the original (416)', async () => {
    await cutForGood(HALF);
    await writeFile(path.join(folder(), 'archive.tar.gz.partial'), Buffer.concat([ARCHIVE, ARCHIVE]));
    expect((await get()).outcome).toBe('downloaded');
    expect(ranges().at(-1)).toBeUndefined();
  });

  test('resets its retries whenever new bytes arrive', async () => {
    const step = Math.ceil(ARCHIVE.length / 6);
    server.behaviour.cuts = [step, step, step, step, step];
    expect((await get()).outcome).toBe('downloaded');
    expect(server.requests).toHaveLength(6);
  });

  test('discards a partial file whose damaged bytes fail the checksum', async () => {
    await cutForGood(HALF);
    await writeFile(path.join(folder(), 'archive.tar.gz.partial'), Buffer.alloc(HALF));
    await expect(get()).rejects.toThrow(/came with MD5 [0-9a-f]{32} instead of/);
    expect(await readdir(folder())).toEqual([]);
    expect((await get()).outcome).toBe('downloaded');
  });
});

describe('a failed download says what to do and leaves no broken file', () => {
  const REMEDY =
    /; run 'npx listenlab data get mini' again later, or fetch http:\S+ by hand \(homepage: https:\/\/home\.example\), save it as \S+archive\.tar\.gz and run 'npx listenlab data get mini'$/;

  test('for a wrong checksum', async () => {
    const md5 = '0123456789abcdef0123456789abcdef';
    const failure = await refused(entry('archive.tar.gz', { md5 }));
    expect(failure).toContain(`/archive.tar.gz came with MD5 ${md5Of(ARCHIVE)} instead of ${md5};`);
    expect(failure).toMatch(REMEDY);
    expect(await readdir(folder())).toEqual([]);
  });

  test('for a 404 response', async () => {
    server.behaviour.status = 404;
    const failure = await refused();
    expect(failure).toContain('/archive.tar.gz answered 404 Not Found;');
    expect(failure).toMatch(REMEDY);
    expect(server.requests).toHaveLength(1);
  });

  test('for a server error, after retrying', async () => {
    server.behaviour.status = 503;
    expect(await refused()).toContain('answered 503 Service Unavailable');
    expect(server.requests).toHaveLength(3);
  });

  test('when nothing listens at the address', async () => {
    const url = `http://127.0.0.1:${await unusedPort()}/archive.tar.gz`;
    const failure = await refused({ ...entry(), archive: { url } });
    expect(failure).toContain(`cannot reach ${url} (ECONNREFUSED: nothing answers at that address)`);
    expect(failure).toMatch(REMEDY);
  });

  test('for an unknown host name', async () => {
    const failure = await refused({
      ...entry(),
      archive: { url: 'http://listenlab.invalid/archive.tar.gz' },
    });
    expect(failure).toMatch(
      /^cannot reach http:\/\/listenlab\.invalid\/archive\.tar\.gz \((ENOTFOUND|EAI_AGAIN): .*probably offline/,
    );
  });

  test('when the server stays silent', async () => {
    server.behaviour.silentAfter = 1000;
    const patience = { retryMilliseconds: [], stallMilliseconds: 100 };
    expect(await refused(entry(), { patience })).toContain('sent nothing for 0.1 seconds');
    expect((await stat(path.join(folder(), 'archive.tar.gz.partial'))).size).toBe(1000);
  });

  test('for an address that is not HTTP', async () => {
    await expect(get({ mirror: 'ftp://example.org/x' })).rejects.toThrow(
      "'ftp://example.org/x' is not a download address; expected http://... or https://...",
    );
  });

  test('when the data directory cannot be created', async () => {
    const file = path.join(directory, 'file');
    await writeFile(file, '');
    await expect(get({ dataDirectory: path.join(file, 'data') })).rejects.toThrow(
      /^cannot store the dataset in .*file\/data\/mini \(ENOTDIR.*set LISTENLAB_DATA to a folder that can be written/,
    );
  });

  test('when the archive saved by hand is a different one', async () => {
    await mkdir(folder(), { recursive: true });
    await writeFile(path.join(folder(), 'archive.tar.gz'), 'an HTML page');
    expect(await refused()).toMatch(
      /archive\.tar\.gz is not the expected archive: it has MD5 .*; remove it; run/,
    );
    expect(await readdir(folder())).toEqual(['archive.tar.gz']);
  });
});

describe('a bad archive', () => {
  const cases: [string, string, Behaviour['content'], string][] = [
    [
      'tar with a path above itself',
      'a.tar.gz',
      tarGz([{ path: '../plays.tsv', content: 'x' }]),
      "it names a path outside itself, '../plays.tsv'",
    ],
    [
      'tar with an absolute path',
      'a.tar.gz',
      tarGz([{ path: '/tmp/plays.tsv', content: 'x' }]),
      "it names a path outside itself, '/tmp/plays.tsv'",
    ],
    [
      'tar with a link for a file',
      'a.tar.gz',
      tarGz([{ path: 'plays.tsv', content: '', type: '2', link: '/etc/passwd' }]),
      'it has no plays.tsv and no profiles.tsv',
    ],
    [
      'tar with other bytes',
      'a.tar.gz',
      tarGz([{ path: 'plays.tsv', content: 'x' }]),
      `its plays.tsv has MD5 ${md5Of('x')} instead of ${md5Of(PLAYS)}`,
    ],
    ['tar that ends early', 'a.tar.gz', ARCHIVE.subarray(0, 100_000), 'it is damaged ('],
    ['page instead of a tar', 'a.tar.gz', Buffer.from('<html>sign in</html>'.repeat(100)), 'it is damaged ('],
    [
      'zip with a path above itself',
      'a.zip',
      zip([{ path: '../plays.tsv', content: 'x' }]),
      'it is damaged (invalid relative path: ../plays.tsv)',
    ],
    [
      'zip with an absolute path',
      'a.zip',
      zip([{ path: '/tmp/plays.tsv', content: 'x' }]),
      'it is damaged (absolute path: /tmp/plays.tsv)',
    ],
    [
      'zip without the files',
      'a.zip',
      zip([{ path: 'other.tsv', content: 'x' }]),
      'it has no plays.tsv and no profiles.tsv',
    ],
    [
      'zip with other bytes',
      'a.zip',
      zip([{ path: 'plays.tsv', content: 'x' }]),
      `its plays.tsv has MD5 ${md5Of('x')}`,
    ],
    ['zip that ends early', 'a.zip', zipOfBoth().subarray(0, 1000), 'it is damaged ('],
  ];

  test.each(cases)('%s is refused and nothing is left behind', async (_name, file, content, reason) => {
    server.behaviour = { content };
    const failure = await refused(entry(file, { md5: undefined }));
    expect(failure).toContain(`/${file} is not the expected archive: ${reason}`);
    expect(await readdir(directory)).toEqual(['mini']);
    expect(await readdir(folder())).toEqual([]);
  });
});

describe('a file larger than expected', () => {
  /** Serves an endless body and counts the bytes that the client took. */
  async function endless(headers: Record<string, string>, chunk: Buffer) {
    let sent = 0;
    const endlessServer = createHttpServer((_request, response) => {
      response.writeHead(200, headers);
      const send = () => {
        while (!response.destroyed) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', send);
        }
      };
      send();
    });
    await new Promise<void>((resolve) => endlessServer.listen(0, '127.0.0.1', resolve));
    const { port } = endlessServer.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}/archive.tar.gz`,
      sent: () => sent,
      close: () => {
        endlessServer.closeAllConnections();
        endlessServer.close();
      },
    };
  }

  test("stops downloading at the catalogue's size, even if the server never ends", async () => {
    const other = await endless({}, Buffer.alloc(1 << 16, 'x'));
    const archive = { url: other.url, bytes: 1_000_000 };
    expect(await refused({ ...entry(), archive })).toMatch(
      /sends more than the 1,000,000 bytes expected; run/,
    );
    expect(other.sent()).toBeLessThan(100_000_000);
    expect(await readdir(folder())).toEqual([]);
    other.close();
  });

  test('refuses an encoded response that was not requested', async () => {
    const zeros = gzipSync(Buffer.alloc(100 << 20));
    server.behaviour = { content: zeros, headers: { 'content-encoding': 'gzip' } };
    expect(await refused(entry('archive.tar.gz', { md5: undefined }))).toMatch(
      /sends more than the [\d,]+ bytes/,
    );
    expect(await readdir(folder())).toEqual([]);
  });

  const zeros = '\0'.repeat(100 << 20);
  test.each([
    ['zip', 'a.zip', zip([{ path: 'plays.tsv', content: zeros }])],
    ['tar', 'a.tar.gz', tarGz([{ path: 'plays.tsv', content: zeros }])],
    ['tar with another file first', 'a.tar.gz', tarGz([{ path: 'other.tsv', content: zeros }])],
  ])('stops unpacking a %s of zeros early and leaves nothing behind', async (_name, file, content) => {
    server.behaviour = { content };
    expect(await refused(entry(file, { md5: undefined }))).toMatch(
      new RegExp(
        `/${file} is not the expected archive: it unpacks to more than 64\\.0 MiB, \\d+ times its size`,
      ),
    );
    expect(await readdir(folder())).toEqual([]);
  });

  test('refuses to unpack a file larger than the catalogue lists', async () => {
    server.behaviour = { content: tarGz([{ path: 'plays.tsv', content: 'x'.repeat(2_000_000) }]) };
    const known = entry('a.tar.gz', { md5: undefined });
    const files = known.files.map((file) => ({ ...file, bytes: 1_000_000 }));
    expect(await refused({ ...known, files })).toContain('its plays.tsv has more than 1,000,000 bytes');
    expect(await readdir(folder())).toEqual([]);
  });
});

describe('aborting a download', () => {
  test('stops a transfer at once and keeps the bytes for resuming', async () => {
    server.behaviour.silentAfter = 5000;
    const stop = new AbortController();
    const running = get({
      signal: stop.signal,
      onProgress: ({ done }) => done >= 5000 && stop.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
    expect((await stat(path.join(folder(), 'archive.tar.gz.partial'))).size).toBe(5000);
  });

  test('stops unpacking and leaves no partial file', async () => {
    const stop = new AbortController();
    const running = get({
      signal: stop.signal,
      onProgress: ({ task }) => task.startsWith('unpacking ') && stop.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
    expect(await readdir(folder())).toEqual(['archive.tar.gz.partial', 'archive.tar.gz.partial.json']);
    expect((await get()).outcome).toBe('downloaded');
  });
});

function folder(): string {
  return path.join(directory, 'mini');
}

function options(more: DownloadOptions = {}): DownloadOptions {
  return { dataDirectory: directory, patience: PATIENCE, ...more };
}

function get(more: DownloadOptions = {}) {
  return downloadDataset(entry(), options(more));
}

async function refused(of: DatasetEntry = entry(), more: DownloadOptions = {}): Promise<string> {
  const error = await downloadDataset(of, options(more)).then(
    () => new Error('it did not fail'),
    (failure) => failure,
  );
  expect(error.name).toBe('InputError');
  return error.message;
}

async function cutForGood(bytes: number, archive: { md5?: string } = {}): Promise<void> {
  server.behaviour.cuts = [bytes];
  const patience = { retryMilliseconds: [], stallMilliseconds: 5_000 };
  await expect(downloadDataset(entry('archive.tar.gz', archive), options({ patience }))).rejects.toThrow(
    /^the transfer of http:\S+ failed \(.*\); run 'npx listenlab data get mini' again later/,
  );
}

function ranges(): (string | undefined)[] {
  return server.requests.map((request) => request.headers.range);
}

function entry(file = 'archive.tar.gz', archive: { md5?: string } = { md5: md5Of(ARCHIVE) }): DatasetEntry {
  return {
    name: 'mini',
    title: 'Mini',
    description: 'Two files for tests.',
    licence: 'none',
    home: 'https://home.example',
    simulated: false,
    archive: { url: server.url(file), ...archive },
    files: [
      { name: 'plays.tsv', md5: md5Of(PLAYS) },
      { name: 'profiles.tsv', md5: md5Of(PROFILES) },
    ],
    folder: 'mini',
  };
}

function zipOfBoth(): Buffer {
  return zip([
    { path: 'plays.tsv', content: PLAYS },
    { path: 'profiles.tsv', content: PROFILES },
  ]);
}

function md5Of(content: string | Buffer): string {
  return createHash('md5').update(content).digest('hex');
}

/** Text that gzip cannot shrink much, so that archives are as large as their content. */
function incompressible(length: number): string {
  const random = seededRandom(1);
  return Array.from({ length }, () => String.fromCharCode(33 + random.integer(90))).join('');
}

async function unusedPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
