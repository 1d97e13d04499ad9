import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryNamed } from '#listenlab/data/dataset/catalogue/catalogue.js';
import { downloadDataset } from '#listenlab/data/dataset/catalogue/download.js';
import type { OpenOptions } from '#listenlab/data/dataset/open.js';
import { splitByTime } from '#listenlab/engine/evaluate/split/split-by-time.js';
import { md5 } from '../../../support/md5.js';
import { tarGz } from '../archives.js';
import { type FileServer, fileServer } from '../file-server.js';
import { droppedRows, lines360K, rowsOf, testFolder } from '../support.js';

const { folder, dataDirectory, write, open, clean } = testFolder();
let made = 0;

const openText = (text: string, options: OpenOptions = {}, extension = 'tsv') =>
  open(write(`listens-${made++}.${extension}`, text), options);
const counted = async (text: string, options: OpenOptions = {}, extension = 'tsv') =>
  clean(await openText(text, { countListens: true, ...options }, extension));
const playsOf = (dataset: Awaited<ReturnType<typeof counted>>) =>
  rowsOf(dataset, 'FROM plays ORDER BY "user", artist');

const MBID = '69ee3720-a7cb-4402-b48d-a02c366f2bcf';
/** In the format of Last.fm 1K, newest first. */
const LISTENS_1K = [
  `user_000001\t2009-05-04T23:08:57Z\t${MBID}\tDeep "Dish" Lee\t\tFame`,
  'user_000001\t2009-05-04T13:54:10Z\t\tLow\t\tMonkey',
  `user_000001\t2009-05-04T13:52:04Z\t${MBID}\tDeep "Dish" Lee\t${MBID}\tOther`,
  'user_000002\t2009-04-01T00:00:00Z\t\tLow\t\tMonkey',
  'user_000002\t2009-04-02T00:00:00Z\t\t\t\tUntitled',
].join('\n');
const PROFILES_1K =
  '#id\tgender\tage\tcountry\tregistered\nuser_000001\tm\t\tJapan\tAug 13, 2006\nuser_000002\tf\t24\tPeru\tFeb 24, 2006\n';

describe('listens beside a column that may be plays', () => {
  it.each(['count', 'n_plays', 'weight', 'streams', 'Total'])('are not counted: %s', async (name) => {
    const error = await openText(`user,artist,${name}\nann,Low,3\n`, { countListens: true }, 'csv').catch(
      (reason: unknown) => reason,
    );
    expect((error as { atCommandLine: string }).atCommandLine).toContain(
      ` has a column '${name}', so its rows `,
    );
    expect((error as { atCommandLine: string }).atCommandLine).toContain(' leave out --count-listens');
  });

  it('are counted if that column was given for something else', async () => {
    const text = 'user,artist,count\nann,Low,2020-01-01\nann,Low,2020-01-02\n';
    expect(await playsOf(await counted(text, { columns: { time: 'count' } }, 'csv'))).toEqual([
      ['ann', 'Low', 2],
    ]);
  });
});

describe('a time in the year 1', () => {
  it.each(['0001-01-01', '0001-01-01T00:00:00', '01/01/0001 00:00:00'])(
    'counts as missing: %s',
    async (time) => {
      const text = `user,artist,time\nann,Low,${time}\nann,Low,2020-01-02\n`;
      const raw = await openText(text, { countListens: true }, 'csv');
      const { dataset, notes } = await raw.clean();
      expect(await rowsOf(dataset, 'SELECT year(time) FROM listens ORDER BY time')).toEqual([[2020], [null]]);
      expect(notes).toContain('1 listen without a readable time: counted, but left out of splits by time');
      dataset.close();
    },
  );
});

describe('a file in the format of Last.fm 1K', () => {
  it('is refused with its format and how to count its rows', async () => {
    const error = await openText(LISTENS_1K).catch((reason: unknown) => reason);
    expect((error as Error).message).toMatch(
      /has one listen per line \(user, time, mbid, artist, mbid, track, as in Last\.fm 1K\) and no plays; line 1 is 'user_000001⇥2009-05-04T23:08:57Z⇥.*…'; count them with countListens: true$/,
    );
    expect((error as { atCommandLine: string }).atCommandLine).toMatch(/; count them with --count-listens$/);
  });

  it('is counted, with its times', async () => {
    const dataset = await counted(LISTENS_1K);
    expect(await playsOf(dataset)).toEqual([
      ['user_000001', 'Deep "Dish" Lee', 2],
      ['user_000001', 'Low', 1],
      ['user_000002', 'Low', 1],
    ]);
    expect(await droppedRows(dataset)).toEqual({
      'no artist': [1, '5'],
      'repeated pair, plays added to the first': [1, '3'],
    });
    expect([...(await dataset.listens())]).toEqual(
      [
        ['user_000002', 'Low', '2009-04-01T00:00:00Z'],
        ['user_000001', 'Deep "Dish" Lee', '2009-05-04T13:52:04Z'],
        ['user_000001', 'Low', '2009-05-04T13:54:10Z'],
        ['user_000001', 'Deep "Dish" Lee', '2009-05-04T23:08:57Z'],
      ].map(([user, artist, time]) => ({ user, artist, plays: 1, time: Date.parse(time) })),
    );
  });

  it('reports rows with a wrong number of columns by line, blank lines included', async () => {
    const dataset = await counted(`${LISTENS_1K}\n\nuser_000002\t2009-04-01T00:00:00Z\t\tLow\n`);
    expect(await droppedRows(dataset)).toMatchObject({ 'wrong number of columns': [1, '7'] });
  });
});

describe('the catalogue entry lastfm-1k', () => {
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

  it('lists the checksums of its two files', () => {
    expect(Object.fromEntries(files.map((file) => [file.name, file.md5]))).toEqual({
      'userid-timestamp-artid-artname-traid-traname.tsv': '64747b21563e3d2aa95751e0ddc46b68',
      'userid-profile.tsv': 'c53608b6b445db201098c1489ea497df',
    });
  });

  it('refuses an archive with another checksum and keeps nothing of it', async () => {
    await expect(
      downloadDataset(name, { dataDirectory, mirror: server.url('lastfm-dataset-1K.tar.gz') }),
    ).rejects.toThrow(/came with MD5 [0-9a-f]{32} instead of a79a6808f54f73354789a9fb02cb1e41/);
  });

  it('is downloaded, counted without options, and has profiles without their header', async () => {
    // The real files are not available here: a similar entry with other files.
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

  it('is recognized in a folder by its file names', async () => {
    const own = path.join(folder, 'one-k');
    mkdirSync(own);
    for (const [i, file] of files.entries()) writeFileSync(path.join(own, file.name), contents[i]);
    const raw = await open(own, { countListens: true });
    expect([raw.hasTimes, raw.hasProfiles]).toEqual([true, true]);
  });
});

describe('a table without plays', () => {
  it.each([
    ['tsv', 'user\tartist\ttime\nann\tLow\t2020-01-01\n'],
    ['csv', 'user,artist,time\nann,Low,2020-01-01\n'],
    ['json', '[{"artist":"Low","time":1,"user":"ann"}]'],
  ])('is refused with the offer to count its rows (%s)', async (extension, text) => {
    const error = await openText(text, {}, extension).catch((reason: unknown) => reason);
    expect((error as Error).message).toMatch(
      /has no column 'plays'; its columns are (user, artist, time|artist, time, user); if each row is one listen, count them with countListens: true, otherwise say which column has the plays with columns: \{ plays: '\.\.\.' \}$/,
    );
    expect((error as { atCommandLine: string }).atCommandLine).toMatch(
      /count them with --count-listens, otherwise say which column has the plays with --columns plays=\.\.\.$/,
    );
  });

  it('is offered counting even without a header', async () => {
    await expect(openText('ann\tLow\t2020-01-01T00:00:00Z\n')).rejects.toThrow(
      /; if it has no header and each row is one listen, number its columns and count the rows: \{ header: false, columns: \{ user: 1, artist: 2, time: 3 \}, countListens: true \}$/,
    );
    const dataset = await counted('ann\tLow\t2020-01-01T00:00:00Z\nann\tLow\t2020-01-02T00:00:00Z\n', {
      header: false,
      columns: { user: 1, artist: 2, time: 3 },
    });
    expect(await playsOf(dataset)).toEqual([['ann', 'Low', 2]]);
    expect([...(await dataset.listens())].map(({ time }) => time)).toEqual([
      Date.UTC(2020, 0, 1),
      Date.UTC(2020, 0, 2),
    ]);
  });

  it('is counted without times if it has none', async () => {
    const dataset = await counted('user,artist\nann,Low\nann,Low\nbob,"Low, live"\n', {}, 'csv');
    expect(await playsOf(dataset)).toEqual([
      ['ann', 'Low', 2],
      ['bob', 'Low, live', 1],
    ]);
    await expect(dataset.listens()).rejects.toThrow(/has no times of listens; expected one whose rows/);
  });

  it('reads times with offsets, in seconds and in milliseconds, and counts listens with unreadable times', async () => {
    const times = [
      '2020-01-01T01:00:00+01:00',
      '2020-01-01 00:00:00',
      '2020-01-01T00:00:00.000Z',
      '1577836800',
      '1577836800.0',
      '1577836800000',
      '2020-01-01',
      '31 Dec 2019 or so',
      '',
      // A date without dashes, Excel serial dates, short dates, a year, a duration.
      ...['20150105', '42073.233', '1/5/15 10:05', '15-01-05', '2015', '200'],
    ];
    const text = times.map((time) => `ann,Low,"${time}"\n`).join('');
    const { dataset, notes } = await (
      await openText(`user,artist,Listened_At\n${text}`, { countListens: true }, 'csv')
    ).clean();
    expect(await playsOf(dataset)).toEqual([['ann', 'Low', times.length]]);
    expect([...(await dataset.listens())].map(({ time }) => time)).toEqual([
      Date.UTC(2015, 0, 5),
      ...Array(7).fill(Date.UTC(2020, 0, 1)),
    ]);
    expect(notes).toEqual([
      expect.stringMatching(/^times such as '.+' cannot be read; expected times such as 2026-03-31 10:15$/),
      '7 listens without a readable time: counted, but left out of splits by time',
    ]);
    dataset.close();
  });

  it.each([
    ['28 Nov 2026 10:15'],
    ['28 Nov 2026, 10:15'],
    ['28.11.2026 10:15'],
    ['11/28/2026 10:15'],
    ['28/11/2026 10:15:00'],
    ['28-11-2026 10:15'],
    ['Nov 28, 2026 10:15 AM'],
    ['Sat, 28 Nov 2026 10:15:00 GMT'],
    ['20261128 10:15'],
    ['2026-11-28 11:15:00 +01:00'],
    ['2026-11-28T10:15:00Z'],
    ['2026-11-28 10:15'],
  ])('reads the time formats of listening histories: %s', async (written) => {
    const raw = await openText(
      `user,artist,time\nann,Low,"${written}"\n\nbob,Low,2026-11-28 10:15\n`,
      { countListens: true },
      'csv',
    );
    expect(await rowsOf(raw, 'SELECT "user", line FROM plays ORDER BY line')).toEqual([
      ['ann', 2],
      ['bob', 4],
    ]);
    const { dataset, notes } = await raw.clean();
    expect([...(await dataset.listens())].map(({ time }) => time)).toEqual(
      Array(2).fill(Date.UTC(2026, 10, 28, 10, 15)),
    );
    expect(notes).toEqual([]);
    dataset.close();
  });

  it('infers the order of day and month from other dates in the column and never guesses', async () => {
    const read = async (...times: string[]) => {
      const rows = times.map((time) => `ann\tLow\t${time}\n`).join('');
      const { dataset, notes } = await (
        await openText(`user\tartist\tdate\n${rows}`, { countListens: true })
      ).clean();
      const found = [...(await dataset.listens())].map(({ time }) =>
        new Date(time).toISOString().slice(0, 10),
      );
      dataset.close();
      return { found, notes };
    };
    expect(await read('03/01/2026 10:15', '31/01/2026')).toEqual({
      found: ['2026-01-03', '2026-01-31'],
      notes: [],
    });
    expect(await read('03/01/2026 10:15', '01/31/2026')).toEqual({
      found: ['2026-01-31', '2026-03-01'],
      notes: [],
    });
    expect(await read('03/01/2026 10:15', '2026-01-31')).toEqual({
      found: ['2026-01-31'],
      notes: [
        "it is unclear whether the day or the month comes first in times such as '03/01/2026 10:15': write them as 2026-03-31 10:15 to have them read",
        '1 listen without a readable time: counted, but left out of splits by time',
      ],
    });
  });

  it.each([
    ['csv', 'date,time,user,artist\n2026-11-28,10:15,ann,Low\n'],
    ['csv', 'time,date,user,artist\n10:15:00 AM,28.11.2026,ann,Low\n'],
    ['csv', 'user,artist,Datum,Uhrzeit\nann,Low,2026-11-28 00:00:00,10:15\n'],
    ['csv', 'user,artist,date,timestamp\nann,Low,2026-11-28,2026-11-28T10:15:00Z\n'],
    ['csv', 'user,artist,date,ts\nann,Low,2026-11-28,1795860900\n'],
    ['csv', 'user,artist,date,time\nann,Low,2026-11-28 10:15,3:45\n'],
    ['csv', 'user,artist,date,time\nann,Low,28 Nov 2026 10:15,200\n'],
    ['json', '[{"user":"ann","artist":"Low","date":"2026-11-28","time":"10:15"}]'],
  ])('joins a day column and a time-of-day column (%s %s)', async (extension, text) => {
    const { dataset, notes } = await (await openText(text, { countListens: true }, extension)).clean();
    expect([...(await dataset.listens())].map(({ time }) => time)).toEqual([Date.UTC(2026, 10, 28, 10, 15)]);
    expect(notes).toEqual([
      expect.stringMatching(/^the time of a listen is read from columns '.+' and '.+' together; /),
    ]);
    dataset.close();
  });

  it('reads the nested artist of a ListenBrainz export', async () => {
    const listen = (user: string, artist: string, time: number) =>
      JSON.stringify({
        user_name: user,
        listened_at: time,
        track_metadata: { artist_name: artist, track_name: 'x' },
      });
    const text = `${listen('ann', 'Low', 1577836800)}\n${listen('ann', 'Low', 1577836801)}\n${listen('bob', 'Björk', 1577836799)}\n`;
    await expect(openText(text, {}, 'jsonl')).rejects.toThrow(/count them with countListens: true/);
    const dataset = await counted(text, {}, 'jsonl');
    expect(await playsOf(dataset)).toEqual([
      ['ann', 'Low', 2],
      ['bob', 'Björk', 1],
    ]);
    expect([...(await dataset.listens())].map(({ time }) => time)).toEqual([
      1577836799000, 1577836800000, 1577836801000,
    ]);
  });

  it('of songs without artists is counted or read by the given columns', async () => {
    expect(
      await playsOf(await counted('user,song\nann,SOA\nann,SOA\n', { columns: { artist: 'song' } }, 'csv')),
    ).toEqual([['ann', 'SOA', 2]]);
    const taste = await openText('b8034\tSOAKIMP12A8C130995\t1\n', {
      header: false,
      columns: { user: 1, artist: 2, plays: 3 },
    });
    expect(await playsOf(taste).then((rows) => rows[0].slice(0, 3))).toEqual([
      'b8034',
      'SOAKIMP12A8C130995',
      1,
    ]);
  });
});

describe('counting listens', () => {
  it('is refused if there is a column of plays', async () => {
    await expect(openText('user,artist,plays\nann,Low,3\n', { countListens: true }, 'csv')).rejects.toThrow(
      /has a column 'plays', so its rows are more than single listens; leave out countListens$/,
    );
    await expect(openText(lines360K([['ann', 'Low', 3]]), { countListens: true })).rejects.toThrow(
      /has plays in its fourth column.*leave out countListens$/,
    );
    await expect(openText('a', { countListens: true, columns: { plays: 3 } })).rejects.toThrow(
      'countListens and a column of plays were both given; leave one of them out: plays are either counted or read',
    );
    await expect(openText('a', { countListens: 'yes' as never })).rejects.toThrow(
      "countListens is 'yes'; expected true or false",
    );
  });

  it('provides rows for a split by time', async () => {
    const dataset = await counted(
      'user,artist,time\nann,Low,2019-05-01\nann,Low,2020-05-01\nbob,Björk,2019-06-01\nann,Björk,2020-02-01\n',
      {},
      'csv',
    );
    const { train, test, leftOut } = splitByTime(await dataset.listens(), { from: new Date('2020-01-01') });
    expect([train.size, test.size, leftOut.size]).toEqual([2, 1, 1]);
    await expect((await open('sample')).listens()).rejects.toThrow(/is not cleaned/);
  });
});
