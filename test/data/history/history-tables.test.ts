import { describe, expect, it } from 'vitest';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { historyReader } from './support.js';

const { write, read, refused } = historyReader();

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
