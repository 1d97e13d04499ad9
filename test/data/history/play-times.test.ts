import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinedTime, wholeTime } from '#listenlab/data/dataset/read/listen-times.js';
import { readListeningHistory } from '#listenlab/data/history/read-listening-history.js';
import { Database } from '#listenlab/duckdb/database.js';
import { historyReader } from './support.js';

const { folder, write, read } = historyReader();

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
