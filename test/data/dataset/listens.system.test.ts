import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryNamed } from '#listenlab/data/dataset/catalogue.js';
import { downloadDataset } from '#listenlab/data/dataset/download.js';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { md5 } from '../../support/md5.js';
import { tarGz } from './archives.js';
import { type FileServer, fileServer } from './file-server.js';
import { LISTENS_1K, PROFILES_1K } from './listens-1k.js';
import { rowsOf, testFolder } from './support.js';

const { folder, dataDirectory, write, open, clean } = testFolder();
let made = 0;

const openText = (text: string, options: OpenOptions = {}, extension = 'tsv') =>
  open(write(`listens-${made++}.${extension}`, text), options);
const counted = async (text: string, options: OpenOptions = {}, extension = 'tsv') =>
  clean(await openText(text, { countListens: true, ...options }, extension));
const playsOf = (dataset: Awaited<ReturnType<typeof counted>>) =>
  rowsOf(dataset, 'FROM plays ORDER BY "user", artist');

describe('the catalogue’s lastfm-1k', () => {
  let server: FileServer;
  const { name, files } = entryNamed('lastfm-1k');
  const contents = [LISTENS_1K, PROFILES_1K];
  const archive = tarGz(
    files.map((file, i) => ({ path: `lastfm-dataset-1K/${file.name}`, content: contents[i] })),
  );
  beforeEach(async () => {
    server = await fileServer({ content: archive, etag: '"v1"' });
  });
  afterEach(() => server.close());

  it('is told by the checksums of its two files', () => {
    expect(Object.fromEntries(files.map((file) => [file.name, file.md5]))).toEqual({
      'userid-timestamp-artid-artname-traid-traname.tsv': '64747b21563e3d2aa95751e0ddc46b68',
      'userid-profile.tsv': 'c53608b6b445db201098c1489ea497df',
    });
  });

  it('refuses an archive with another checksum, and keeps nothing of it', async () => {
    await expect(
      downloadDataset(name, { dataDirectory, mirror: server.url('lastfm-dataset-1K.tar.gz') }),
    ).rejects.toThrow(/came with MD5 [0-9a-f]{32} instead of a79a6808f54f73354789a9fb02cb1e41/);
  });

  it('is downloaded, counted without being asked to, and has profiles without their header', async () => {
    // The real files cannot be had here: an entry like it, of other files.
    const entry = {
      ...entryNamed(name),
      archive: { url: server.url('lastfm-dataset-1K.tar.gz'), md5: md5(archive) },
      files: files.map((file, i) => ({ name: file.name, md5: md5(contents[i]) })),
    };
    expect((await downloadDataset(entry, { dataDirectory })).outcome).toBe('downloaded');
    const raw = await open(name);
    expect([raw.title, raw.hasTimes, raw.hasProfiles]).toEqual(['Last.fm 1K', true, true]);
    expect(await playsOf(await clean(raw))).toHaveLength(3);
    expect(await rowsOf(raw, 'SELECT "user", age, country FROM profiles')).toEqual([
      ['user_000001', null, 'Japan'],
      ['user_000002', 24, 'Peru'],
    ]);
    expect((await raw.profileProblems()).shape[0]).toBe(0);
  });

  it('is found in a folder by the names of its files', async () => {
    const own = path.join(folder, 'one-k');
    mkdirSync(own);
    for (const [i, file] of files.entries()) writeFileSync(path.join(own, file.name), contents[i]);
    const raw = await open(own, { countListens: true });
    expect([raw.hasTimes, raw.hasProfiles]).toEqual([true, true]);
  });
});
