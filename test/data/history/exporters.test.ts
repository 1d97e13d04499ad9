import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinedTime, wholeTime } from '#listenlab/data/dataset/read/listen-times.js';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { Database } from '#listenlab/duckdb/database.js';
import { historyFolder, mistake } from './support.js';

// Made-up files in formats that exporters document or that people have published.

const { folder, write } = historyFolder();
const read = async (name: string, ...lines: string[]) =>
  await readListeningHistory(write(name, `${lines.join('\n')}\n`));
const refused = async (name: string, ...lines: string[]) =>
  await mistake(readListeningHistory(write(name, `${lines.join('\n')}\n`)));

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

describe('a row with an extra delimiter', () => {
  it('is not counted, as its cells are shifted', async () => {
    const history = await read(
      'shifted.csv',
      'date,artist,track',
      '2015-03-02 10:00,Earth, Wind & Fire,September',
      '2015-03-02 11:00,Muse,Bliss,',
    );
    expect(history.plays).toEqual([{ artist: 'Muse', plays: 1 }]);
    expect(history.skipped).toMatchObject([
      { reason: 'malformed', rows: 1, first: [{ unit: 'line', number: 2 }] },
    ]);
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

describe('dates and times of day in two columns', () => {
  const rows = ['Low,Hey,2020-01-01,10:00', 'Low,Hey,2020-01-01,9:05 PM', 'Mogwai,R U Still,2020-01-02,'];

  it('are combined, so that the plays of two files can be distinguished', async () => {
    for (const [i, row] of rows.entries()) write(`two-columns/${i}.csv`, `artist,track,date,time\n${row}\n`);
    write('two-columns/again.csv', `artist,track,date,time\n${rows[0]}\n`);
    const history = await readListeningHistory(path.join(folder, 'two-columns'));
    expect(history).toMatchObject({
      plays: [
        { artist: 'Low', plays: 2 },
        { artist: 'Mogwai', plays: 1 },
      ],
      from: new Date('2020-01-01T10:00:00Z'),
      to: new Date('2020-01-02T00:00:00Z'),
      skipped: [{ reason: 'a duplicate of another play', rows: 1 }],
    });
    expect(history.files[0].why).toBe("artists in column 'artist', days in 'date', times of day in 'time'");
  });

  it('are combined if the dates end in midnight, in German and in JSON', async () => {
    const german = await read(
      'zwei-spalten.csv',
      'Interpret;Titel;Datum;Uhrzeit',
      'Low;Hey;31.01.2020 00:00;10:15',
      'Low;Hey;31.01.2020 00:00;23:59:30',
    );
    const row = (date: string, time: string) => ({ artist: 'Low', track: 'Hey', date, time });
    const json = await read(
      'two-names.json',
      JSON.stringify([row('2020-01-31', '10:15'), row('2020-01-31', '23:59:30')]),
    );
    const span = { from: new Date('2020-01-31T10:15:00Z'), to: new Date('2020-01-31T23:59:30Z') };
    expect(german).toMatchObject({ counted: 2, ...span });
    expect(json).toMatchObject({ counted: 2, ...span });
  });

  it('are combined as in datasets', async () => {
    const days = ['2020-01-31', '2020-01-31 00:00:00', '2020-01-31T11:00:00', '1580428800', '31.01.2020', ''];
    const clocks = ['10:15', ' 9:05 PM ', '10:15:30Z', '2020-02-01 08:00', 'evening', ''];
    const pairs = days.flatMap((day) => clocks.map((clock) => [day, clock] as const));
    const database = await Database.open(':memory:', 'READ_WRITE', 'times');
    try {
      const values = pairs.map((pair) => `(${pair.map((text) => `nullif('${text}', '')`).join(', ')})`);
      const { columns } = await database.query(
        `SELECT coalesce(${wholeTime('day', 'clock')}, '') AS whole FROM (VALUES ${values}) AS pairs(day, clock)`,
      );
      expect(pairs.map(([day, clock]) => joinedTime(day, clock))).toEqual(columns.whole);
    } finally {
      database.close();
    }
  });
});

describe('a row without a date', () => {
  it('is the track now playing if it is the first or last and its neighbour has a date', async () => {
    const history = await read(
      'now-playing.csv',
      'artist,track,date',
      'Low,Hey,',
      'Low,Hey,2020-01-01 10:00',
      'Mogwai,R U Still,',
      'Low,Hey,2020-01-01 11:00',
    );
    expect(history).toMatchObject({
      counted: 3,
      undated: 1,
      skipped: [{ reason: 'still playing at the time of the export', rows: 1 }],
    });
  });

  it('is a play if no row has a date', async () => {
    const history = await read('dateless.csv', 'artist,track,date', 'Low,Hey,', 'Low,Hey,', 'Mogwai,R U,');
    expect(history).toMatchObject({ counted: 3, undated: 3, skipped: [] });
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

describe('a history as a table', () => {
  it('may be a Rockbox player log, in which skipped tracks do not count', async () => {
    const history = await read(
      '.scrobbler.log',
      '#AUDIOSCROBBLER/1.1',
      '#TZ/UTC',
      '#CLIENT/Rockbox',
      'Low\tHEY WHAT\tHey\t1\t200\tL\t1422705600\t',
      'Mogwai\tRock Action\tSine Wave\t1\t200\tS\t1422705900\t',
    );
    expect(history).toMatchObject({
      plays: [{ artist: 'Low', plays: 1 }],
      skipped: [{ reason: 'skipped', rows: 1 }],
    });
  });

  it('may begin with sep=; and blank lines, and have spaces after commas', async () => {
    expect(await read('sep.csv', 'sep=;', '', 'Artist;Date', 'Low, the band;31.01.2015 12:00')).toMatchObject(
      {
        plays: [{ artist: 'Low, the band', plays: 1 }],
      },
    );
    expect(await read('spaces.csv', 'artist, track, date', 'Björk, Hey, 2015-01-31 12:00')).toMatchObject({
      plays: [{ artist: 'Björk', plays: 1 }],
      undated: 0,
    });
  });

  it.each([
    ['Artist,Track,Date (UTC)', 'Low,Hey,2015-01-31 12:00:00+00'],
    ['played_at,artist_name,track_name', '2015-01-31T12:00:00.000Z,Low,Hey'],
    ['artist,track,timestamp_ms', 'Low,Hey,1422705600000'],
    ['K\u00fcnstler;Titel;Datum', 'Low;Hey;31.01.2015 12:00'],
    ['Artist(s)\tTrack Name\tScrobble Time', 'Low\tHey\t31 Jan 2015, 12:00'],
  ])('may use various column names: %s', async (...lines) => {
    expect(await read('names.csv', ...lines)).toMatchObject({
      plays: [{ artist: 'Low', plays: 1 }],
      from: new Date('2015-01-31T12:00:00Z'),
    });
  });

  it.each(['UTF-16LE', 'UTF-16BE'] as const)('may be in %s with a byte order mark', async (encoding) => {
    const text = `\ufeffartist,track,uts\n${'Bj\xf6rk,Hey \u{1f3b5},1700000000\n'.repeat(10_000)}`;
    const bytes = Buffer.from(text, 'utf16le');
    const history = await readListeningHistory(
      write(`${encoding}.csv`, encoding === 'UTF-16LE' ? bytes : bytes.swap16()),
    );
    expect(history).toMatchObject({ plays: [{ artist: 'Bj\xf6rk', plays: 10_000 }], notes: [] });
  });

  it('may have any kind of line end', async () => {
    for (const lineEnd of ['\n', '\r\n', '\r']) {
      const lines = ['sep=;', 'artist;date', 'Low;2015-01-31 12:00', '"Mogwai";2015-01-31 12:05'];
      expect(await readListeningHistory(write('ends.csv', lines.join(lineEnd)))).toMatchObject({
        plays: [
          { artist: 'Low', plays: 1 },
          { artist: 'Mogwai', plays: 1 },
        ],
      });
    }
  });

  it('keeps quotes written by exporters without quoting, and reports rows with unclosed quotes', async () => {
    const history = await read(
      'quotes.csv',
      'artist,track,date',
      '"Weird Al" Yankovic,Eat It,2015-01-31 12:00',
      '"Low, the band",Hey,2015-01-31 12:01',
      '"Low, the band,Hey,2015-01-31 12:02',
      'Mogwai,Sine Wave,2015-01-31 12:03',
      'Mogwai,Sine Wave,2015-01-31 12:04',
    );
    expect(history).toMatchObject({
      plays: [
        { artist: 'Mogwai', plays: 2 },
        { artist: '"Weird Al" Yankovic', plays: 1 },
        { artist: 'Low, the band', plays: 1 },
      ],
      skipped: [{ reason: 'malformed', rows: 1 }],
    });
    expect(history.notes).toEqual([
      expect.stringMatching(/quotes\.csv has quotes that do not close, first in line 4$/),
    ]);
  });

  it('counts plays with unreadable dates and says so', async () => {
    const history = await read('undated.csv', 'artist,track,date', ...Array(3).fill('Low,Hey,last summer'));
    expect(history).toMatchObject({ counted: 3, undated: 3, from: undefined, to: undefined, skipped: [] });
    expect(history.notes).toEqual([
      expect.stringMatching(
        /undated\.csv has dates that cannot be read, such as 'last summer'; their plays count, without a date$/,
      ),
    ]);
    const unclear = await read(
      'unclear.csv',
      'artist,track,date',
      'Low,Hey,01/03/2015 12:01',
      'Low,Hey,04/03/2015 12:01',
    );
    expect(unclear).toMatchObject({ counted: 2, undated: 2 });
    expect(unclear.notes).toEqual([
      expect.stringMatching(
        /^unclear\.csv does not show whether the day or the month comes first in dates such as '01\/03\/2015 12:01'; their plays count, without a date$/,
      ),
    ]);
  });

  it.each([
    ['artists and days', ['artist,date', 'Low,2024-01-31', 'Low,2024-01-31', 'Mogwai,2024-02-01']],
    ['tracks, too', ['artist,track,date', 'Low,Hey,31.01.2024', 'Low,Hey,31.01.2024', 'Mogwai,X,01.02.2024']],
    [
      'row numbers, too',
      [',user,artist,date', '0,ann,Low,2024-01-31', '1,ann,Low,2024-01-31', '2,ann,Mogwai,2024-02-01'],
    ],
  ])('may contain dates without times: %s', async (name, lines) => {
    const history = await read(`days of ${name}.csv`, ...lines);
    expect(history).toMatchObject({
      plays: [
        { artist: 'Low', plays: 2 },
        { artist: 'Mogwai', plays: 1 },
      ],
      from: new Date('2024-01-31'),
      to: new Date('2024-02-01'),
      undated: 0,
      notes: [],
    });
    expect(history.files[0].why).toMatch(/^artists in column 'artist', days in 'date'/);
  });

  it.each([
    [
      'concerts',
      ['Artist,Venue,Date', 'Low,Hall,2024-01-02'],
      /its column 'Date' does not say when somebody listened \('2024-01-02'\)/,
    ],
    [
      'albums',
      ['Artist,Album,Date', 'Low,HEY WHAT,2021-09-10'],
      /its column 'Date' does not say when somebody listened \('2021-09-10'\)/,
    ],
    [
      'records',
      ['Artist,Title,Date', 'Low,HEY WHAT,2021'],
      /its column 'Date' does not say when somebody listened \('2021'\); expected a row for each play/,
    ],
    [
      'tracks',
      ['Artist,Title,Time', 'Low,Hey,3:45'],
      /its column 'Time' does not say when somebody listened \('3:45'\)/,
    ],
    [
      'what was paid when',
      ['Payee,Category,Note,Time', 'Shop,food,bread,2024-01-02 10:00'],
      /has no column 'artist'/,
    ],
    [
      'MovieLens without a header',
      ['1,296,5.0,1147880044', '1,306,3.5,1147868817'],
      /has no column 'artist'/,
    ],
    ['plays that are no times', ['ann,Low,Hey,3', 'bob,Mogwai,Sine Wave,7'], /has no column 'artist'/],
    [
      'days without a time',
      ['Shop,bread,now,2024-01-02', 'Shop,milk,now,2024-01-03'],
      /has no column 'artist'/,
    ],
    [
      'sums of plays',
      ['artist,plays,date', 'Low,30,2024-01-02'],
      /adds plays up in its column 'plays' \(its columns: artist, plays, date\); expected a row for each play$/,
    ],
    [
      'a playlist',
      ['Track Name,Artist Name(s),Added At', 'Hey,Low,2024-01-02T12:00:00Z'],
      /has no column 'artist'|no column of dates/,
    ],
  ])('is refused if it contains something else: %s', async (_, lines, expected) => {
    expect(await refused('other.csv', ...lines)).toMatch(expected);
  });
});

describe('other files beside a history', () => {
  const history = '[{"endTime":"2024-01-31 12:00","artistName":"Low","trackName":"Hey","msPlayed":200000}]';

  it.each<[string, string | Buffer]>([
    ['a table in another encoding', Buffer.from('Name,Straße\nJörg,1\n', 'latin1')],
    ['an empty table', ''],
    ['a table of zeros', Buffer.alloc(1000)],
    ['a table with one line of two megabytes', 'x'.repeat(2e6)],
  ])('%s is ignored', async (name, content) => {
    write(`beside ${name}/StreamingHistory0.json`, history);
    const other = write(`beside ${name}/other.csv`, content);
    expect(await readListeningHistory(other.replace(/other\.csv$/, ''))).toMatchObject({
      plays: [{ artist: 'Low', plays: 1 }],
      leftAlone: [{ file: other, isOpened: true }],
    });
  });

  it('two tables without plays are refused with their contents', async () => {
    write('none/a.csv', 'Name,Phone\nA,1\n');
    const other = write('none/b.csv', 'Date,Payee\n2024-01-01,B\n');
    expect(await mistake(readListeningHistory(other.replace(/b\.csv$/, '')))).toMatch(
      /^folder .*none holds no listening history \(.*a\.csv has no column 'artist' .*; .*b\.csv has no column 'artist' .*\); expected/,
    );
  });

  it('hundreds of podcasts and broken rows may precede an extended history', async () => {
    const podcast = {
      ts: '2020-04-11T00:27:53Z',
      ms_played: 100000,
      episode_name: 'One',
      episode_show_name: 'A Show',
    };
    const play = { ts: '2020-04-11T00:27:53Z', ms_played: 100000, master_metadata_album_artist_name: 'Low' };
    const rows = [...Array(300).fill({}), ...Array(300).fill(podcast), play];
    expect(await read('Streaming_History_Audio_2020_0.json', JSON.stringify(rows))).toMatchObject({
      plays: [{ artist: 'Low', plays: 1 }],
      skipped: [
        { reason: 'malformed', rows: 300 },
        { reason: 'a podcast', rows: 300 },
      ],
    });
  });
});
