import { describe, expect, it } from 'vitest';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { historyReader, mistake } from './support.js';

// Made-up files in formats that exporters document or that people have published.

const { write, read, refused } = historyReader();

describe('YouTube Music', () => {
  const watched = (header: string, channel: string | undefined, minute: number) => ({
    header,
    title: 'Watched Hey',
    titleUrl: 'https://music.youtube.com/watch?v=x',
    subtitles:
      channel === undefined ? undefined : [{ name: channel, url: 'https://www.youtube.com/channel/x' }],
    time: `2022-04-25T18:0${minute}:04.784Z`,
    products: ['YouTube'],
  });

  it('is read from the JSON of Google Takeout, without videos', async () => {
    const rows = [
      watched('YouTube', 'Some Channel', 1),
      watched('YouTube Music', 'Low - Topic', 2),
      watched('YouTube Music', 'Low – Thema', 5),
      watched('YouTube Music', 'Mogwai', 3),
      watched('YouTube Music', undefined, 4),
    ];
    expect(await read('watch-history.json', JSON.stringify(rows))).toMatchObject({
      source: 'YouTube Music history',
      plays: [
        { artist: 'Low', plays: 2 },
        { artist: 'Mogwai', plays: 1 },
      ],
      from: new Date('2022-04-25T18:02:04.784Z'),
      skipped: [
        { reason: 'a video outside YouTube Music', rows: 1 },
        { reason: 'no artist', rows: 1 },
      ],
    });
  });

  it('is refused as a web page, with what to choose instead', async () => {
    expect(await refused('watch-history.html', '<html><body>Watched Hey</body></html>')).toMatch(
      /is a web page; in Google Takeout, choose JSON instead of HTML for the history, and give watch-history\.json$/,
    );
  });
});

describe('Apple Music', () => {
  it('does not count videos', async () => {
    const history = await read(
      'Apple Music - Play History Daily Tracks.csv',
      titles,
      'DE,1,AUDIO,20240131,18,200000,NATURAL_END_OF_TRACK,1,0,Low - Hey',
      'DE,3,VIDEO,20240131,11,200000,NATURAL_END_OF_TRACK,1,0,Vid - Y',
    );
    expect(history.plays).toEqual([{ artist: 'Low', plays: 1 }]);
    expect(history.skipped).toMatchObject([{ reason: 'a video', rows: 1 }]);
  });

  const titles =
    'Country,Track Identifier,Media type,Date Played,Hours,Play Duration Milliseconds,End Reason Type,Play Count,Skip Count,Track Description';

  it('is read from its daily plays', async () => {
    const history = await read(
      'Apple Music - Play History Daily Tracks.csv',
      titles,
      'DE,1,AUDIO,20240131,"18, 19",400000,NATURAL_END_OF_TRACK,2,0,Low - Hey - Live',
      'DE,2,AUDIO,20240201,18,200000,NATURAL_END_OF_TRACK,1,0,Mogwai - Sine Wave',
      'DE,3,AUDIO,20240202,18,2000,TRACK_SKIPPED_FORWARDS,0,1,Mogwai - Sine Wave',
      'DE,4,AUDIO,20240203,18,40000,NATURAL_END_OF_TRACK,2,0,Mogwai - Sine Wave',
      'DE,5,AUDIO,20240204,18,200000,NATURAL_END_OF_TRACK,1,0,Untitled',
    );
    expect(history).toMatchObject({
      source: 'Apple Music daily plays',
      plays: [
        { artist: 'Low', plays: 2 },
        { artist: 'Mogwai', plays: 1 },
      ],
      counted: 3,
      from: new Date('2024-01-31'),
      to: new Date('2024-02-01'),
    });
    expect(history.skipped.map(({ reason }) => reason).sort()).toEqual([
      'no artist',
      'played for less than 30 s',
      'skipped',
    ]);
  });

  it('is refused as play activity without artists, with the file that has them', async () => {
    const message = await refused(
      'Apple Music Play Activity.csv',
      'Album Name,Container Artist Name,Event Start Timestamp,Event Type,Play Duration Milliseconds,Song Name',
      'HEY WHAT,,2024-01-31T12:00:00.000Z,PLAY_END,200000,Hey',
    );
    expect(message).toMatch(
      /is Apple Music's play activity, which does not name artists; give 'Apple Music - Play History Daily Tracks\.csv' of the same export$/,
    );
  });

  it('counts completed plays from play activity with artists', async () => {
    const history = await read(
      'Apple Music Play Activity.csv',
      'Artist Name,Event Start Timestamp,Event Type,Play Duration Milliseconds,Song Name',
      'Low,2024-01-31T12:00:00.000Z,PLAY_START,0,Hey',
      'Low,2024-01-31T12:00:00.000Z,PLAY_END,200000,Hey',
      'Low,2024-01-31T12:10:00.000Z,PLAY_END,1000,Hey',
    );
    expect(history).toMatchObject({
      source: 'Apple Music play activity',
      plays: [{ artist: 'Low', plays: 1 }],
    });
  });
});

describe('other services', () => {
  it('Tidal is read', async () => {
    const history = await read(
      'tidal.csv',
      'artist_name,track_title,entry_date,product_type,stream_duration_ms',
      'Low,Hey,2024-01-31 12:00:00,TRACK,200000',
      'Low,Hey,2024-01-31 12:10:00,TRACK,2000',
    );
    expect(history).toMatchObject({
      source: 'Tidal history',
      plays: [{ artist: 'Low', plays: 1 }],
      skipped: [{ reason: 'played for less than 30 s', rows: 1 }],
    });
  });

  it.each(['product_type', 'Media Type', 'type'])(
    'Tidal is read without videos and podcasts, according to column %j',
    async (title) => {
      const history = await read(
        'tidal-videos.csv',
        `artist_name,track_title,entry_date,${title},stream_duration_ms`,
        'Low,Hey,2024-01-31 12:00:00,TRACK,200000',
        'Low,Hey,2024-01-31 12:10:00,VIDEO,200000',
        'Low,Hey,2024-01-31 12:20:00,Music Video,200000',
        'Low,Hey,2024-01-31 12:30:00,PODCAST,200000',
        'Low,Hey,2024-01-31 12:40:00,,200000',
      );
      expect(history.plays).toEqual([{ artist: 'Low', plays: 2 }]);
      expect(history.skipped).toMatchObject([
        { reason: 'a video', rows: 2 },
        { reason: 'a podcast', rows: 1 },
      ]);
    },
  );

  // 30 seconds make a play; the delimiter decides how 1,200 and 1.200 are read.
  it.each([
    [
      'ListeningTime',
      ',',
      ['00:31', '1:02:03', '0:00:30.5', '"1,200"', '31', '31.5', "1'200", '45 s', '"31,5"'],
    ],
    ['ListeningTime', ';', ['0:31', '1.200', '31,5', '1.200,5', '30 sek.']],
    ['Listening Time', ';', ['n/a', '']],
    ['ConsumptionDurationInSeconds', ',', ['31', '"1,234.5"']],
    ['play_duration_ms', ',', ['30000', '"200,000"', '3e4', '31 s']],
  ])('a play is long enough by column %s, separated by %s: %j', async (title, delimiter, cells) => {
    const { counted, skipped } = await played(title, delimiter, cells);
    expect({ counted, skipped }).toEqual({ counted: cells.length, skipped: [] });
  });

  it.each([
    ['ListeningTime', ',', ['00:02', '0:00:29.9', '2', '29.5', '12.125', '29 s', '0.4 min']],
    ['ListeningTime', ';', ['0:29', '29,5', '12,125']],
    ['ConsumptionDurationInSeconds', ',', ['2', '-1']],
    ['play_duration_ms', ',', ['2000', '"2,000"', '2.5 s']],
  ])('a play is too short by column %s, separated by %s: %j', async (title, delimiter, cells) => {
    const { counted, skipped } = await played(title, delimiter, ['1:00', ...cells]);
    expect(counted).toBe(1);
    expect(skipped).toMatchObject([{ reason: 'played for less than 30 s', rows: cells.length }]);
  });

  async function played(title: string, delimiter: string, cells: readonly string[]) {
    const rows = cells.map((cell, i) => ['Low', 'Hey', 'X', `2024-01-31 12:${10 + i}`, cell].join(delimiter));
    return await read('durations.csv', ['Artist', 'Track', 'ISRC', 'Date', title].join(delimiter), ...rows);
  }

  it('Deezer is read from a CSV saved by a German spreadsheet', async () => {
    const history = await read(
      'deezer.csv',
      'Song Title;Artist;ISRC;Album Title;IP Address;Listening Time;Platform Name;Platform Model;Date',
      'Hey;Low;X;HEY WHAT;1.2.3.4;200,5;android;x;2024-01-31 12:00:00',
      'Sine Wave;Mogwai;Y;Rock Action;1.2.3.4;12;android;x;2024-01-31 12:10:00',
    );
    expect(history).toMatchObject({ source: 'Deezer history', plays: [{ artist: 'Low', plays: 1 }] });
  });

  it("an Excel workbook is refused, with advice to save Deezer's sheet as CSV", async () => {
    const { zip } = await import('../dataset/archives.js');
    const file = write('deezer-data.xlsx', zip([{ path: '[Content_Types].xml', content: '<Types/>' }]));
    expect(await mistake(readListeningHistory(file))).toBe(
      `${file} is an Excel workbook; save its sheet of plays (of Deezer's export: 10_listeningHistory) as CSV and give that`,
    );
  });

  it('an OpenDocument spreadsheet is refused with the same advice', async () => {
    const { zip } = await import('../dataset/archives.js');
    const parts = ['mimetype', 'content.xml'].map((name) => ({ path: name, content: 'x' }));
    expect(await mistake(readListeningHistory(write('plays.ods', zip(parts))))).toMatch(
      /plays\.ods is an OpenDocument spreadsheet; save its sheet of plays/,
    );
  });

  it.each([
    ['a.dta', '<stata_dta><header>', 'is a Stata file; save the table of plays as CSV and give that'],
    ['a.pkl', '\x80\x04\x95\x8f', 'is a Python pickle; save the table of plays as CSV and give that'],
    ['a.xls', '\xd0\xcf\x11\xe0', 'is an Excel workbook; save the table of plays as CSV and give that'],
    ['a.db', 'SQLite format 3\0', 'is an SQLite database; save the table of plays as CSV and give that'],
    [
      'a.csv.gz',
      '\x1f\x8b\x08\0',
      'cannot be unpacked (it ends too early, as after an interrupted download); download it again',
    ],
    ['a.7z', '7z\xbc\xaf\x27\x1c', 'is a 7-Zip archive; unpack it and give the unpacked file or folder'],
    ['a.parquet', 'PAR1\x15\x04', 'is a Parquet file; save the table of plays as CSV and give that'],
    ['a.xml', '<?xml version="1.0"?>', 'is XML; export it as CSV or JSON'],
  ])('%s is refused with a remedy', async (name, start, expected) => {
    const file = write(name, Buffer.from(start, 'latin1'));
    expect(await mistake(readListeningHistory(file))).toBe(`${file} ${expected}`);
  });
});

describe('scrobbles as JSON', () => {
  const expected = {
    source: 'Last.fm scrobbles',
    plays: [
      { artist: 'Low', plays: 2 },
      { artist: 'Mogwai', plays: 1 },
    ],
    from: new Date('2015-01-31T12:00:00Z'),
    to: new Date('2015-01-31T12:10:00Z'),
  };
  const times = [1422705600, 1422705900, 1422706200];
  const artists = ['Low', 'Mogwai', 'Low'];

  it('are read from lastfmstats.com', async () => {
    const scrobbles = artists.map((artist, i) => ({
      track: 'Hey',
      artist,
      album: '',
      albumId: '',
      date: times[i] * 1000,
    }));
    expect(await read('lastfmstats-ann.json', JSON.stringify({ username: 'ann', scrobbles }))).toMatchObject(
      expected,
    );
    expect(
      await read('indented.json', JSON.stringify({ username: 'ann', scrobbles }, null, 2)),
    ).toMatchObject(expected);
  });

  it('are read from pages of the Last.fm API', async () => {
    const rows = artists.map((artist, i) => ({
      artist: { '#text': artist, mbid: '' },
      name: 'Hey',
      image: [{ '#text': 'https://example.org/x.png', size: 'small' }],
      date: { uts: String(times[i]), '#text': '31 Jan 2015, 12:00' },
    }));
    const playing = { artist: { '#text': 'Low' }, name: 'Hey', '@attr': { nowplaying: 'true' } };
    const skipped = [{ reason: 'still playing at the time of the export', rows: 1 }];
    for (const pages of [
      [[playing, ...rows.slice(0, 2)], rows.slice(2)],
      [{ '@attr': { page: '1' }, track: [playing, ...rows.slice(0, 2)] }, { track: rows.slice(2) }],
      { recenttracks: { '@attr': { page: '1' }, track: [playing, ...rows] } },
    ]) {
      expect(await read('pages.json', JSON.stringify(pages))).toMatchObject({ ...expected, skipped });
    }
  });
});

it('a ListenBrainz row may contain lists with similar field names', async () => {
  const info = { listens: [1], track: [{ a: 1 }], artist_mbids: ['x'] };
  const row = { listened_at: 1700000000, track_metadata: { artist_name: 'Low', additional_info: info } };
  expect((await read('someone_lb-2023-10-31.json', JSON.stringify([row, row]))).plays).toEqual([
    { artist: 'Low', plays: 2 },
  ]);
});
