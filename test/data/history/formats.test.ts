import { describe, expect, it } from 'vitest';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { fixture, historyFolder, zippedFixture } from './support.js';

// Counted by hand from the fixtures.

const { write } = historyFolder();

/** A file and the format it was recognized as. */
const taken = (source: string, why: string) => (file: string, rows: number) => ({ file, source, why, rows });
/** The place of a row in a file whose name contains this part. */
const place = (file: string, number: number, unit = 'row') => {
  return { file: expect.stringContaining(file), unit, number };
};
/** A file that was ignored. */
const leftAlone = (file: string) => ({ file, why: 'is not named like a listening history', isOpened: false });

describe("Spotify's account data", () => {
  const read = taken('Spotify account data', 'rows with endTime and msPlayed');
  const expected = {
    source: 'Spotify account data',
    plays: [
      { artist: 'Radiohead', plays: 3 },
      { artist: 'Björk', plays: 2 },
      { artist: 'Simon & Garfunkel', plays: 1 },
      { artist: 'The Beatles', plays: 1 },
    ],
    from: new Date('2024-03-01T08:15:00Z'),
    to: new Date('2025-02-28T23:59:00Z'),
    counted: 7,
    undated: 0,
    notes: [],
    skipped: [
      { reason: 'played for less than 30 s', rows: 1, first: [place('music_0.json', 3)] },
      { reason: 'a duplicate of another play', rows: 1, first: [place('music_1.json', 1)] },
    ],
  };

  it('is read from a folder, without playlists and podcasts', async () => {
    const history = await readListeningHistory(fixture('spotify-account'));
    expect(history).toEqual({
      ...expected,
      files: [
        read(fixture('spotify-account/StreamingHistory_music_0.json'), 6),
        read(fixture('spotify-account/StreamingHistory_music_1.json'), 3),
      ],
      leftAlone: [
        leftAlone(fixture('spotify-account/Playlist1.json')),
        leftAlone(fixture('spotify-account/StreamingHistory_podcast_0.json')),
      ],
    });
  });

  it("is read from Spotify's zip", async () => {
    const file = write('my_spotify_data.zip', zippedFixture('spotify-account', 'Spotify Account Data/'));
    expect(await readListeningHistory(file)).toEqual({
      ...expected,
      files: [
        read(`Spotify Account Data/StreamingHistory_music_0.json in ${file}`, 6),
        read(`Spotify Account Data/StreamingHistory_music_1.json in ${file}`, 3),
      ],
      leftAlone: expect.arrayContaining([
        leftAlone(`Spotify Account Data/Playlist1.json in ${file}`),
        leftAlone(`Spotify Account Data/StreamingHistory_podcast_0.json in ${file}`),
      ]),
    });
  });

  it('is recognized by its rows, whatever the file name', async () => {
    const row = { endTime: '2019-01-31 12:00', artistName: 'Low', trackName: 'Hey', msPlayed: 30_000 };
    const unknown = { ...row, artistName: 'Unknown Artist', trackName: 'Unknown Track' };
    const file = write('renamed.txt', JSON.stringify([row, { ...row, endTime: 'soon' }, 7, unknown]));
    expect(await readListeningHistory(file)).toMatchObject({
      plays: [{ artist: 'Low', plays: 2 }],
      undated: 1,
      skipped: [
        { reason: 'malformed', rows: 1 },
        { reason: 'no artist', rows: 1 },
      ],
    });
  });

  it('counts plays from the given number of seconds', async () => {
    const counted = async (minimumSeconds: number) =>
      (await readListeningHistory(fixture('spotify-account'), { minimumSeconds })).counted;
    expect(await Promise.all([0, 29.999, 30, 30.001, 306].map(counted))).toEqual([8, 8, 7, 6, 3]);
  });
});

describe("Spotify's extended history", () => {
  const read = taken('Spotify extended streaming history', 'rows with ts and ms_played');
  it('is read without podcasts, audiobooks, videos and duplicates across files', async () => {
    const history = await readListeningHistory(fixture('spotify-extended'));
    expect(history).toEqual({
      source: 'Spotify extended streaming history',
      files: [
        read(fixture('spotify-extended/Streaming_History_Audio_2019-2020_0.json'), 7),
        read(fixture('spotify-extended/Streaming_History_Audio_2020-2023_1.json'), 3),
      ],
      leftAlone: [leftAlone(fixture('spotify-extended/Streaming_History_Video_2019-2023.json'))],
      undated: 0,
      notes: [],
      plays: [
        { artist: 'Björk', plays: 2 },
        { artist: 'Grizzly Bear', plays: 1 },
        { artist: 'Radiohead', plays: 1 },
      ],
      from: new Date('2019-05-04T10:11:12Z'),
      to: new Date('2023-08-09T01:02:03Z'),
      counted: 4,
      skipped: [
        {
          reason: 'a duplicate of another play',
          rows: 2,
          first: [place('2020_0.json', 3), place('2023_1.json', 2)],
        },
        { reason: 'a podcast', rows: 1, first: [place('2020_0.json', 4)] },
        { reason: 'an audiobook', rows: 1, first: [place('2020_0.json', 5)] },
        { reason: 'no artist', rows: 1, first: [place('2020_0.json', 6)] },
        { reason: 'played for less than 30 s', rows: 1, first: [place('2020_0.json', 7)] },
      ],
    });
  });

  it('is read from endsong files', async () => {
    expect(await readListeningHistory(fixture('spotify-older'))).toMatchObject({
      source: 'Spotify extended streaming history',
      plays: [{ artist: 'Grizzly Bear', plays: 1 }],
      from: new Date('2016-10-09T20:24:30Z'),
    });
  });
});

describe('Last.fm scrobbles', () => {
  it('are read from lastfm-to-csv, which writes no header', async () => {
    expect(await readListeningHistory(fixture('lastfm/lastfm-to-csv.csv'))).toEqual({
      source: 'Last.fm scrobbles',
      files: [
        {
          file: fixture('lastfm/lastfm-to-csv.csv'),
          source: 'Last.fm scrobbles',
          why: 'no header: artists in the first of its columns, dates and times in the fourth',
          rows: 6,
        },
      ],
      leftAlone: [],
      notes: [],
      plays: [
        { artist: 'Mogwai', plays: 3 },
        { artist: 'Crosby, Stills & Nash', plays: 1 },
        { artist: 'Sigur Rós', plays: 1 },
      ],
      // Scrobbles dated 1970 have an unknown time.
      from: new Date('2014-02-06T09:30:00Z'),
      to: new Date('2015-01-31T12:00:00Z'),
      counted: 5,
      undated: 1,
      skipped: [
        {
          reason: 'still playing at the time of the export',
          rows: 1,
          first: [place('lastfm-to-csv.csv', 1, 'line')],
        },
      ],
    });
  });

  it('are read from the export of lastfm.ghan.nl, one play per row', async () => {
    expect(await readListeningHistory(fixture('lastfm/recenttracks-someone-1700000000.csv'))).toMatchObject({
      plays: [
        { artist: 'Mogwai', plays: 2 },
        { artist: 'Sigur Rós', plays: 1 },
      ],
      from: new Date('2023-11-14T22:08:20Z'),
      to: new Date('2023-11-14T22:13:20Z'),
      skipped: [
        { reason: 'no artist', rows: 1 },
        { reason: 'still playing at the time of the export', rows: 1 },
      ],
    });
  });

  it('are read from lastfmstats, separated by semicolons', async () => {
    expect(await readListeningHistory(fixture('lastfm/lastfmstats-someone.csv'))).toMatchObject({
      plays: [
        { artist: 'Mogwai', plays: 2 },
        { artist: 'Sigur Rós', plays: 1 },
      ],
      from: new Date(1571083400000),
      to: new Date(1571083932000),
      counted: 3,
      skipped: [],
    });
  });

  it('count once if two files contain them', async () => {
    const line = 'Low,HEY WHAT,Hey,31 Jan 2015 12:00\n';
    write('twice/a.csv', line + line);
    write('twice/b.csv', `${line}Low,HEY WHAT,Hey,31 Jan 2015 12:05\n`);
    write('twice/._b.csv', '\0');
    expect(await readListeningHistory(write('twice/notes.txt', '').replace(/notes.txt$/, ''))).toMatchObject({
      plays: [{ artist: 'Low', plays: 3 }],
      skipped: [{ reason: 'a duplicate of another play', rows: 1 }],
    });
  });

  it.each([
    ['commas', ',', 'artist_name'],
    ['semicolons', ';', '"Artist name"'],
    ['tabs', '\t', 'artist_name'],
  ])('are read from a table with a header, separated by %s', async (name, sign, artist) => {
    const lines = [
      ['listened_at', artist, 'track_name'],
      ['1700000000', 'Low', '"Hey, what"'],
    ];
    const file = write(`${name}.csv`, lines.map((cells) => `${cells.join(sign)}\r\n`).join(''));
    expect(await readListeningHistory(file)).toMatchObject({
      plays: [{ artist: 'Low', plays: 1 }],
      from: new Date(1_700_000_000_000),
      skipped: [],
    });
  });

  it('may begin with an artist in brackets', async () => {
    const file = write('brackets.csv', '[dunkelbunt],,The Chocolate Butterfly,31 Jan 2015 12:00\n');
    expect((await readListeningHistory(file)).plays).toEqual([{ artist: '[dunkelbunt]', plays: 1 }]);
  });
});

describe('ListenBrainz', () => {
  const expected = {
    source: 'ListenBrainz listens',
    plays: [
      { artist: 'Low', plays: 3 },
      { artist: 'Bruno Mars, Anderson .Paak & Silk Sonic', plays: 1 },
      { artist: 'Mogwai', plays: 1 },
    ],
    from: new Date(1636225849000),
    to: new Date(1641038700000),
    counted: 5,
    undated: 0,
    skipped: [],
    notes: [],
  };
  const read = taken('ListenBrainz listens', 'rows with listened_at and track_metadata');

  it('is read from the zip of its export', async () => {
    const file = write('listenbrainz_someone_1700000000.zip', zippedFixture('listenbrainz', ''));
    expect(await readListeningHistory(file)).toEqual({
      ...expected,
      files: [read(`listens/2021/11.jsonl in ${file}`, 3), read(`listens/2022/1.jsonl in ${file}`, 2)],
      leftAlone: expect.arrayContaining([
        leftAlone(`feedback.jsonl in ${file}`),
        leftAlone(`user.json in ${file}`),
      ]),
    });
  });

  it('is read from the unpacked export', async () => {
    expect(await readListeningHistory(fixture('listenbrainz'))).toMatchObject(expected);
  });

  it('is read from the single list of older exports', async () => {
    expect(await readListeningHistory(fixture('someone_lb-2023-10-31.json'))).toMatchObject({
      source: 'ListenBrainz listens',
      plays: [
        { artist: 'Low', plays: 2 },
        { artist: 'Mogwai', plays: 1 },
      ],
      undated: 1,
      skipped: [],
    });
  });
});

describe('reading a history', () => {
  it('reports the bytes read and can be aborted', async () => {
    const seen: { done: number; total: number }[] = [];
    await readListeningHistory(fixture('spotify-account'), { onProgress: (progress) => seen.push(progress) });
    const bytes = seen.at(-1)?.total;
    expect(seen.at(-1)).toEqual({ task: 'reading your history', done: bytes, total: bytes });
    expect(bytes).toBeGreaterThan(1000);

    const controller = new AbortController();
    const stopped = readListeningHistory(fixture('spotify-account'), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('keeps hostile names as text', async () => {
    const names = [
      '__proto__',
      'constructor',
      '<img src=x onerror=alert(1)>',
      '\u001b[2J\u202e',
      '"; DROP TABLE',
    ];
    const rows = names.map((name, i) => ({
      listened_at: 1_700_000_000 + i,
      track_metadata: { artist_name: name, track_name: name },
    }));
    const file = write('hostile.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
    const { plays } = await readListeningHistory(file);
    expect(plays.map(({ artist }) => artist).sort()).toEqual([...names].sort());
  });
});
