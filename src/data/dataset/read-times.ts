import type { Database, Work } from '../../duckdb/database.js';
import { DateColumn } from './date-column.js';
import { shownLine } from './file-refusal.js';
import { FIRST_YEAR, listenTime, wholeTime } from './listen-time.js';
import { readAhead } from './read-interactions.js';

/** Texts read at once. */
const BATCH_TEXTS = 50_000;
const EARLIEST = Date.UTC(FIRST_YEAR);

/**
 * Gives column `time` of table table_rows, text as the file has it, a form that {@link listenTime} reads: the time of
 * day is put to the day where it stands in column `clock`, and a date in any form that histories are written in becomes
 * one in ISO 8601. What cannot be read stays as it is. Cost: a microsecond or two for each different text.
 *
 * @returns what should be said about times that cannot be read
 */
export async function readTimes(database: Database, work: Work): Promise<string | undefined> {
  if ((await database.value('SELECT count(clock) AS value FROM table_rows')) !== 0)
    await database.run(`UPDATE table_rows SET time = ${wholeTime('time', 'clock')}`, work, 'reading times');
  await database.run(
    `CREATE TEMP TABLE written_times AS SELECT DISTINCT time AS text FROM table_rows
    WHERE time IS NOT NULL AND ${listenTime('time')} IS NULL`,
    work,
    'reading times',
  );
  const dates = new DateColumn();
  const total = Number(await database.value('SELECT count(*) AS value FROM written_times'));
  if (total === 0) return undefined;
  const read = (start: number) =>
    database.value(`SELECT to_json(list(text ORDER BY rowid)) AS value FROM written_times
      WHERE rowid >= ${start} AND rowid < ${start + BATCH_TEXTS}`);
  for await (const texts of readAhead(total, BATCH_TEXTS, read)) {
    for (const text of JSON.parse(texts as string) as string[]) dates.add(text);
  }
  await writeTimes(database, dates, total, work);
  return noteOf(dates);
}

/** Replaces the texts of written_times in table_rows by times in ISO 8601. */
async function writeTimes(database: Database, dates: DateColumn, total: number, work: Work): Promise<void> {
  await database.run('CREATE TEMP TABLE read_times(time VARCHAR)');
  for (let start = 0; start < total; start += BATCH_TEXTS) {
    const length = Math.min(BATCH_TEXTS, total - start);
    const times = Array.from({ length }, (_, i) => isoTime(dates.time(start + i)));
    await database.query(`INSERT INTO read_times SELECT unnest(from_json($1, '["VARCHAR"]'))`, [
      JSON.stringify(times),
    ]);
  }
  // Two tables with their rows in the same order; changing rows leaves those of table_rows where they are.
  await database.run(
    `UPDATE table_rows SET time = read.time FROM (
      SELECT text, read_times.time FROM written_times JOIN read_times ON written_times.rowid = read_times.rowid
      WHERE read_times.time IS NOT NULL
    ) AS read WHERE table_rows.time = read.text`,
    work,
    'reading times',
  );
}

function isoTime(time: number): string | null {
  return time >= EARLIEST ? new Date(time).toISOString() : null;
}

function noteOf({ unclearExample, unreadableExample }: DateColumn): string | undefined {
  const notes = [
    unclearExample === undefined
      ? undefined
      : `nothing tells whether the day or the month comes first in times such as ${shownLine(unclearExample)}: write them as 2026-03-31 10:15 to have them read`,
    unreadableExample === undefined
      ? undefined
      : `times such as ${shownLine(unreadableExample)} cannot be read; expected such as 2026-03-31 10:15`,
  ];
  return notes.filter((note) => note !== undefined).join('; ') || undefined;
}
